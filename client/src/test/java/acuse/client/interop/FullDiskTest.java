package acuse.client.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import acuse.server.ServerMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose log is on a disk that is full for a moment. */
@InteropTest
final class FullDiskTest {
  private static final int PAGE_BYTES = 4096;

  /** More than fit into the last page of the log. */
  private static final int MESSAGES = 500;

  private static final Duration LIMIT = Duration.ofSeconds(45);

  /** A small disk that nobody but the program sees, and what is on it ends with it. */
  private static final String MOUNT =
      "mount -t tmpfs -o size=64k acuse \"$0\" && exec \"$@\" >\"$0/log\"";

  private static final List<String> OWN_DISKS =
      List.of("unshare", "--user", "--map-root-user", "--mount");

  @Test
  void goesOnWithItsLogWhenThereIsRoomAgain(@TempDir Path folder) throws Exception {
    assumeThat(canHaveOwnDisks(folder)).as("this machine lets us mount").isTrue();
    try (PeerProcess server = PeerProcess.start(folder, command(folder))) {
      Path disk = Path.of("/proc/" + server.pid() + "/root" + folder);
      Path log = disk.resolve("log");
      String began = awaitLog(log, text -> text.contains("Servidor TCP") && text.endsWith("\n"));
      int port = Integer.parseInt(began.substring(began.lastIndexOf(':') + 1).strip());
      try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), port)) {
        BufferedReader replies =
            new BufferedReader(new InputStreamReader(peer.getInputStream(), UTF_8));
        ask(peer, replies, "antes");
        awaitLog(log, text -> text.contains("antes"));
        Path filling = disk.resolve("filling");
        fill(filling);
        for (int i = 0; i < MESSAGES; i++) {
          ask(peer, replies, "lleno " + i + " de " + MESSAGES);
        }
        awaitLog(log, text -> text.getBytes(UTF_8).length % PAGE_BYTES == 0);
        Files.delete(filling);
        ask(peer, replies, "después");
        String all = awaitLog(log, text -> text.contains("después"));
        assertThat(all.lines().filter(line -> line.contains("lleno")))
            .map(line -> line.substring(line.indexOf("lleno")))
            .isEqualTo(
                IntStream.range(0, MESSAGES)
                    .mapToObj(i -> "lleno " + i + " de " + MESSAGES)
                    .toList());
      }
    }
  }

  private static boolean canHaveOwnDisks(Path folder) {
    List<String> words = List.of("sh", "-c", MOUNT, folder.toString(), "true");
    return PeerProcess.start(folder, concat(OWN_DISKS, words)).finish().status() == 0;
  }

  private static List<String> command(Path folder) {
    return concat(
        concat(OWN_DISKS, List.of("sh", "-c", MOUNT, folder.toString())),
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED", // as bin/server, or newer JDKs warn
            "-cp",
            System.getProperty("java.class.path"),
            ServerMain.class.getName(),
            "--lang=es",
            "--only=tcp",
            "--tcp-port=0"));
  }

  private static List<String> concat(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private static void ask(Socket peer, BufferedReader replies, String message) throws IOException {
    peer.getOutputStream().write((message + "\n").getBytes(UTF_8));
    assertThat(replies.readLine()).isEqualTo("Servidor TCP recibió: " + message);
  }

  private static void fill(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(new byte[PAGE_BYTES]);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left on device");
    }
  }

  private static String awaitLog(Path log, Predicate<String> condition) throws IOException {
    long startNanos = System.nanoTime();
    String text = "";
    while (!condition.test(text)) {
      assertThat(System.nanoTime() - startNanos).as(text).isLessThan(LIMIT.toNanos());
      Thread.onSpinWait();
      text = Files.exists(log) ? new String(Files.readAllBytes(log), UTF_8) : "";
    }
    return text;
  }
}
