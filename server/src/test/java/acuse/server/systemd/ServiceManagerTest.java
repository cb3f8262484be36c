package acuse.server.systemd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.server.ServerMain;
import acuse.server.testing.JavaProgram;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.BufferedReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The messages to systemd, read as it reads them. */
class ServiceManagerTest {
  private static final long PID = 4711;

  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

  static boolean hasNativeSockets() {
    return io.netty.channel.epoll.Epoll.isAvailable();
  }

  @Test
  void withoutASocketThereIsNobodyToTell() {
    assertThat(ServiceManager.of(Map.of())).isEmpty();
    assertThat(ServiceManager.of(Map.of("NOTIFY_SOCKET", ""))).isEmpty();
    assertThat(ServiceManager.of(Map.of("NOTIFY_SOCKET", "vsock:2:1"))).isEmpty();
    assertThat(ServiceManager.of(Map.of("NOTIFY_SOCKET", "/nowhere/at/all"))).isEmpty();
  }

  @Test
  @EnabledIf("hasNativeSockets")
  void tellsBySocketsOfBothKinds(@TempDir Path folder) throws Exception {
    String hidden = "acuse-test-" + ProcessHandle.current().pid();
    for (String name : List.of(folder.resolve("notify").toString(), "@" + hidden)) {
      Socket systemd = listen(name.replace('@', '\0'));
      ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", name)).orElseThrow();
      manager.ready("Sirviendo\nañadido");
      assertThat(receive(systemd)).isEqualTo("READY=1\nSTATUS=Sirviendo añadido");
      manager.alive();
      assertThat(receive(systemd)).isEqualTo("WATCHDOG=1");
      systemd.close();
      manager.stopping("nobody listens"); // which is no failure
    }
  }

  @Test
  @EnabledIf("hasNativeSockets")
  void theWatchdogIsToldTwiceInItsTimeIfItIsMeantForThisProcess(@TempDir Path folder)
      throws Exception {
    String name = folder.resolve("notify").toString();
    Socket systemd = listen(name);
    assertThat(aliveEvery(Map.of("NOTIFY_SOCKET", name))).isNull();
    assertThat(aliveEvery(Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "30000000")))
        .isEqualTo(Duration.ofSeconds(15));
    assertThat(
            aliveEvery(
                Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "2000", "WATCHDOG_PID", "4711")))
        .isEqualTo(Duration.ofMillis(1));
    assertThat(
            aliveEvery(Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "2000", "WATCHDOG_PID", "1")))
        .isNull();
    systemd.close();
  }

  private static Duration aliveEvery(Map<String, String> environment) {
    return ServiceManager.of(environment).orElseThrow().aliveEvery(PID).orElse(null);
  }

  @Test
  @EnabledIf("hasNativeSockets")
  void theProgramTellsThatItIsReadyThatItTurnsAndThatItStops(@TempDir Path folder)
      throws Exception {
    String name = folder.resolve("notify").toString();
    Socket systemd = listen(name);
    ProcessBuilder builder =
        new ProcessBuilder(
            JavaProgram.command(
                List.of(),
                ServerMain.class,
                "--lang=en",
                "--tcp-port=0",
                "--udp-port=0",
                "--threads=2"));
    builder.environment().put("NOTIFY_SOCKET", name);
    builder.environment().put("WATCHDOG_USEC", "20000");
    Process program = builder.start();
    try (BufferedReader out = program.inputReader(UTF_8)) {
      assertThat(receive(systemd)).startsWith("READY=1\nSTATUS=Serving TCP 127.0.0.1:");
      assertThat(receive(systemd)).isEqualTo("WATCHDOG=1");
      assertThat(receive(systemd)).isEqualTo("WATCHDOG=1");
      program.toHandle().destroy();
      String last = receive(systemd);
      while (last.equals("WATCHDOG=1")) {
        last = receive(systemd);
      }
      assertThat(last).isEqualTo("STOPPING=1\nSTATUS=About to stop");
      assertThat(out.lines()).hasSize(2);
      assertThat(program.waitFor()).isZero();
    } finally {
      program.toHandle().destroyForcibly();
      systemd.close();
    }
  }

  private static Socket listen(String name) throws Exception {
    Socket socket = Socket.newSocketDomainDgram();
    socket.bind(new DomainSocketAddress(name));
    return socket;
  }

  /** The socket does not block. */
  private static String receive(Socket socket) throws Exception {
    ByteBuffer bytes = ByteBuffer.allocateDirect(1000);
    long startNanos = System.nanoTime();
    int count = 0;
    while (count <= 0 && System.nanoTime() - startNanos < LIMIT_NANOS) {
      count = socket.read(bytes, 0, bytes.capacity());
      Thread.onSpinWait();
    }
    byte[] text = new byte[Math.max(count, 0)];
    bytes.get(text);
    return new String(text, UTF_8);
  }
}
