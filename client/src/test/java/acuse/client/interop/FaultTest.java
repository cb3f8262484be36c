package acuse.client.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A server that has run out of something, or was killed. */
@InteropTest
final class FaultTest {
  private static final String ANY_PORTS = "--tcp-port=0 --udp-port=0";
  private static final int DESCRIPTORS = 200;

  /** The exit status that a shell shows of a program that SIGTERM ended. */
  private static final int TERMINATED = 128 + 15;

  private static final String CANNOT_ACCEPT = "No se pueden aceptar más conexiones por ahora: ";

  @Test
  void whoIsConnectedIsServedThoughDescriptorsAreUsedUpAndOthersAsSoonAsThereIsRoom()
      throws Exception {
    List<Socket> crowd = new ArrayList<>();
    try (ServerProgram server =
        ServerProgram.startAfter("ulimit -n " + DESCRIPTORS, words(ANY_PORTS))) {
      seeOff(server);
      try (Socket early = connect(server)) {
        assertThat(ask(early, "hola")).isEqualTo("Servidor TCP recibió: hola");
        for (int i = 0; i < DESCRIPTORS; i++) {
          crowd.add(connect(server));
        }
        server.process().awaitOut(CANNOT_ACCEPT);
        assertThat(ask(early, "sigo aquí")).isEqualTo("Servidor TCP recibió: sigo aquí");
      }
      for (Socket one : crowd) {
        one.close();
      }
      try (Socket late = connect(server)) {
        assertThat(ask(late, "por fin")).isEqualTo("Servidor TCP recibió: por fin");
      }
      server.process().signal("TERM");
      Finished end = server.process().awaitEnd();
      assertThat(end.status()).isZero();
      assertThat(end.err()).as("no stack trace").doesNotContain("\tat ");
    }
  }

  /** It tries again each second: that takes next to no time, and says so once each. */
  @Test
  void aServerWithoutDescriptorsNeitherSpinsNorFloodsItsLog() throws Exception {
    List<Socket> crowd = new ArrayList<>();
    try (ServerProgram server =
        ServerProgram.startAfter("ulimit -n " + DESCRIPTORS, words(ANY_PORTS))) {
      seeOff(server);
      long startNanos = System.nanoTime();
      for (int i = 0; i < DESCRIPTORS; i++) {
        crowd.add(connect(server));
      }
      server.process().awaitOut(CANNOT_ACCEPT);
      Duration processorTime = server.process().processorTime();
      long firstNanos = System.nanoTime();
      server.process().awaitOut("(?s)(" + CANNOT_ACCEPT + ".*){3}");
      assertThat(server.process().processorTime().minus(processorTime))
          .as("processor time between the first failure and the third")
          .isLessThan(Duration.ofNanos(System.nanoTime() - firstNanos).dividedBy(2));
      server.process().signal("KILL");
      Finished end = server.process().awaitEnd();
      Duration all = Duration.ofNanos(System.nanoTime() - startNanos);
      assertThat(end.out().split(CANNOT_ACCEPT, -1).length - 1)
          .as("failures told in %s", all)
          .isLessThanOrEqualTo((int) all.toSeconds() + 1);
      assertThat(end.err()).isEmpty();
    } finally {
      for (Socket one : crowd) {
        one.close();
      }
    }
  }

  @Test
  void whoHasTooFewDescriptorsForItsThreadsIsToldSo() {
    Finished end =
        ServerProgram.failAfter("ulimit -n " + DESCRIPTORS, words(ANY_PORTS + " --threads=300"));
    assertThat(end.status()).isEqualTo(1);
    assertThat(end.err()).contains("127.0.0.1:0").doesNotContain("\tat ");
  }

  @Test
  void aServerThatWasKilledStartsAgainOnItsPorts() throws Exception {
    int tcpPort;
    int udpPort;
    try (ServerProgram server = ServerProgram.start(words(ANY_PORTS));
        Socket leaving = connect(server);
        Socket staying = connect(server)) {
      tcpPort = server.tcpPort();
      udpPort = server.udpPort();
      assertThat(ask(staying, "hola")).isEqualTo("Servidor TCP recibió: hola");
      leaving.getOutputStream().write("exit\n".getBytes(UTF_8));
      assertThat(leaving.getInputStream().read()).as("the server's FIN comes first").isNegative();
      server.process().signal("KILL");
      server.process().awaitEnd();
    }
    try (ServerProgram again =
            ServerProgram.start("--tcp-port=" + tcpPort, "--udp-port=" + udpPort);
        Socket peer = connect(again)) {
      assertThat(ask(peer, "otra vez")).isEqualTo("Servidor TCP recibió: otra vez");
    }
  }

  /** The first lets it wait for a peer who takes no replies. */
  @Test
  void aSecondSignalEndsAtOnce() throws Exception {
    try (ServerProgram server = ServerProgram.start(words(ANY_PORTS + " --drain-timeout=10m"));
        Socket deaf = connect(server)) {
      sendUntilHeldBack(deaf);
      server.process().signal("TERM");
      awaitNobodyListening(server);
      server.process().signal("TERM");
      assertThat(server.process().awaitEnd().status()).isEqualTo(TERMINATED);
    }
  }

  /** Returns when the server has taken nothing more for a while; the rest is sent if it does. */
  private static void sendUntilHeldBack(Socket socket) throws InterruptedException {
    AtomicLong sent = new AtomicLong();
    Thread sender =
        new Thread(
            () -> {
              byte[] lines = "una línea como tantas\n".repeat(1000).getBytes(UTF_8);
              try {
                while (true) {
                  socket.getOutputStream().write(lines);
                  sent.incrementAndGet();
                }
              } catch (IOException e) {
                // The server has ended.
              }
            });
    sender.setDaemon(true);
    sender.start();
    long before;
    do {
      before = sent.get();
      sender.join(500);
    } while (sent.get() > before);
  }

  private static void awaitNobodyListening(ServerProgram server) {
    boolean listening = true;
    while (listening) {
      try {
        connect(server).close();
      } catch (IOException e) {
        listening = false;
      }
    }
  }

  /** Classes that are not in jars, as here, need descriptors to be loaded: now there are some. */
  private static void seeOff(ServerProgram server) throws IOException {
    try (Socket first = connect(server)) {
      ask(first, "hola");
      first.shutdownOutput();
      assertThat(first.getInputStream().read()).isNegative();
    }
  }

  private static Socket connect(ServerProgram server) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.tcpPort());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static String ask(Socket socket, String message) throws IOException {
    socket.getOutputStream().write((message + "\n").getBytes(UTF_8));
    StringBuilder bytes = new StringBuilder();
    int b = socket.getInputStream().read();
    while (b >= 0 && b != '\n') {
      bytes.append((char) b);
      b = socket.getInputStream().read();
    }
    return new String(bytes.toString().getBytes(ISO_8859_1), UTF_8);
  }

  private static String[] words(String text) {
    return text.split(" ");
  }
}
