package acuse.server.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.server.ServerMain;
import acuse.server.testing.Backend;
import acuse.server.testing.JavaProgram;
import acuse.server.testing.Peer;
import acuse.server.testing.Peer.TcpPeer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program that forwards, and may open fewer files than its peers' connections need. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ForwardOpenFilesTest {
  /**
   * Each session needs two: those that get none, or only one, do no harm to the others. With one of
   * the limits, the last that is free goes to a peer whose target can then not be reached.
   */
  @ParameterizedTest
  @ValueSource(ints = {100, 101})
  void aSessionThatHasBothConnectionsNoticesNothingAndLaterOnesAreServedAgain(int files)
      throws Exception {
    List<TcpPeer> crowd = new ArrayList<>();
    try (Backend backend = Backend.of(Backend.Kind.FORWARDING)) {
      Process program = start(files, backend.tcpTarget());
      try (BufferedReader out = program.inputReader(UTF_8)) {
        String line = out.readLine();
        int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
        InetSocketAddress server = new InetSocketAddress("127.0.0.1", port);
        try (TcpPeer first = Peer.tcp(server)) {
          assertAnswers(first, "before");
          for (int i = 0; i < files; i++) {
            crowd.add(Peer.tcp(server));
            assertAnswers(first, "meanwhile " + i);
          }
          do {
            line = out.readLine();
          } while (line != null && !saysThatNoFileIsLeft(line));
          assertThat(line).isNotNull();
          assertAnswers(first, "after");
          for (TcpPeer peer : crowd) {
            peer.close();
          }
          assertAnswersAgain(server);
        }
        program.toHandle().destroy();
        assertThat(program.waitFor()).isZero();
        assertThat(program.errorReader(UTF_8).lines()).isEmpty();
      } finally {
        program.toHandle().destroyForcibly();
      }
    }
  }

  /** The one that the peer's connection needs, or the one that the target's needs. */
  private static boolean saysThatNoFileIsLeft(String line) {
    return line.startsWith("No more connections can be accepted")
        || line.endsWith("this process may open no more files");
  }

  /** The server notices that the crowd has gone when it looks at their connections. */
  private static void assertAnswersAgain(InetSocketAddress server) throws IOException {
    while (true) { // JUnit's own time limit ends this if it must
      try (TcpPeer late = Peer.tcp(server)) {
        assertAnswers(late, "late");
        return;
      } catch (IOException | AssertionError e) {
        // no room yet
      }
    }
  }

  private static void assertAnswers(Peer peer, String message) throws IOException {
    peer.send(message + "\n");
    assertThat(peer.receive()).isEqualTo("Servidor TCP recibió: " + message + "\n");
  }

  private static Process start(int files, String target) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "ulimit -n " + files + "; exec \"$@\"", "sh"));
    command.addAll(
        JavaProgram.command(
            List.of(),
            ServerMain.class,
            "--only=tcp",
            "--tcp-port=0",
            "--quiet",
            "--lang=en",
            "--forward-tcp=" + target));
    return new ProcessBuilder(command).start();
  }
}
