package acuse.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.server.testing.HttpPeer;
import acuse.server.testing.JavaProgram;
import acuse.server.testing.Peer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A stop that is announced before it comes. */
@DisabledOnOs(OS.WINDOWS) // which has no SIGTERM
class DrainDelayTest {
  private static final int SIGTERM_STATUS = 128 + 15;
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

  @Test
  void afterSigtermBothWiresServeOnAndASecondOneEndsThat() throws Exception {
    try (Running server = new Running("10m")) {
      server.signal("TERM");
      server.awaitNotReady();
      assertThat(server.http.get("/livez").statusCode()).isEqualTo(200);
      for (int i = 0; i < 3; i++) {
        try (Peer tcp = Peer.tcp(server.tcp);
            Peer udp = Peer.udp(server.udp)) {
          tcp.send("hola\n");
          udp.send("hola\n");
          assertThat(tcp.receive()).isEqualTo("Servidor TCP recibió: hola\n");
          assertThat(udp.receive()).isEqualTo("Servidor UDP recibió: hola\n");
        }
      }
      server.signal("TERM");
      assertThat(server.program.waitFor()).isEqualTo(SIGTERM_STATUS);
    }
  }

  @Test
  void whenTheDelayIsOverTheServerDrains() throws Exception {
    try (Running server = new Running("1ms");
        Peer peer = Peer.tcp(server.tcp)) {
      peer.send("hola\n");
      server.signal("TERM");
      assertThat(peer.receive()).isEqualTo("Servidor TCP recibió: hola\n");
      assertThat(server.program.waitFor()).isZero();
      assertThatThrownBy(() -> Peer.tcp(server.tcp)).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void ctrlCDoesNotWait() throws Exception {
    try (Running server = new Running("10m")) {
      server.signal("INT");
      assertThat(server.program.waitFor()).isZero();
    }
  }

  private static final class Running implements AutoCloseable {
    private final Process program;
    private final HttpPeer http;
    private final InetSocketAddress tcp;
    private final InetSocketAddress udp;

    Running(String drainDelay) throws IOException {
      List<String> command =
          JavaProgram.command(
              List.of(),
              ServerMain.class,
              "--lang=en",
              "--quiet",
              "--admin-port=0",
              "--tcp-port=0",
              "--udp-port=0",
              "--drain-delay=" + drainDelay);
      program = new ProcessBuilder(command).start();
      BufferedReader out = program.inputReader(UTF_8);
      http = HttpPeer.ofPort(port(out.readLine(), "Admin port on http://"));
      tcp = address(port(out.readLine(), "TCP server "));
      udp = address(port(out.readLine(), "UDP server "));
    }

    private static int port(String line, String start) {
      assertThat(line).startsWith(start);
      return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    }

    private static InetSocketAddress address(int port) {
      return new InetSocketAddress("127.0.0.1", port);
    }

    void signal(String name) throws Exception {
      Process kill = new ProcessBuilder("kill", "-" + name, "" + program.pid()).start();
      assertThat(kill.waitFor()).isZero();
    }

    /** A signal arrives a moment after it was sent. */
    void awaitNotReady() throws Exception {
      long startNanos = System.nanoTime();
      while (http.get("/readyz").statusCode() == 200
          && System.nanoTime() - startNanos < LIMIT_NANOS) {
        Thread.onSpinWait();
      }
      assertThat(http.get("/readyz").statusCode()).isEqualTo(503);
    }

    @Override
    public void close() {
      program.destroyForcibly();
    }
  }
}
