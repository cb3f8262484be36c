package acuse.client.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One host against a server with little memory. */
@InteropTest
final class SmallMemoryTest {
  private static final String[] ANY_PORTS = {"--tcp-port=0", "--udp-port=0", "--quiet"};
  private static final int TIMEOUT_MILLIS = 30_000;

  @ParameterizedTest
  @CsvSource({"-Xmx64m, 3000", "-XX:MaxRAM=1g, 6000"})
  void unfinishedMessagesOfOneHostKeepNobodyElseWaiting(String memory, int connections)
      throws Exception {
    List<SocketChannel> attackers = new ArrayList<>();
    try (ServerProgram server = ServerProgram.startOnJvm(List.of(memory), ANY_PORTS);
        Socket early = connect(server)) {
      assertThat(ask(early, "hola")).isEqualTo("Servidor TCP recibió: hola");
      ByteBuffer unfinished = ByteBuffer.wrap(("\n" + "x".repeat(60_000)).getBytes(UTF_8));
      for (int i = 0; i < connections; i++) {
        attackers.add(attack(server, unfinished.rewind()));
      }
      server.process().awaitOut("--max-buffered-bytes\\): \\d+");
      assertThat(ask(early, "sigo aquí")).isEqualTo("Servidor TCP recibió: sigo aquí");
      assertThat(askUdp(server, "hola")).isEqualTo("Servidor UDP recibió: hola");
      for (SocketChannel attacker : attackers) {
        attacker.close();
      }
      try (Socket late = connect(server)) {
        assertThat(ask(late, "por fin")).isEqualTo("Servidor TCP recibió: por fin");
      }
      server.process().signal("TERM");
      Finished end = server.process().awaitEnd();
      assertThat(end.status()).isZero();
      assertThat(end.err()).isEmpty();
    }
  }

  @Test
  void aServerWithoutMemoryToStartSaysSo() {
    Finished end = ServerProgram.failOnJvm(List.of("-XX:MaxDirectMemorySize=1m"), ANY_PORTS);
    assertThat(end.status()).isEqualTo(1);
    assertThat(end.err()).startsWith("server: ").doesNotContain("\tat ");
    assertThat(end.err().lines()).hasSize(1);
  }

  private static SocketChannel attack(ServerProgram server, ByteBuffer bytes) throws IOException {
    SocketChannel attacker =
        SocketChannel.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.tcpPort()));
    try {
      while (bytes.hasRemaining()) {
        attacker.write(bytes);
      }
    } catch (IOException reset) {
      // It held most.
    }
    return attacker;
  }

  private static Socket connect(ServerProgram server) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.tcpPort());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  private static String ask(Socket socket, String message) throws IOException {
    socket.getOutputStream().write((message + "\n").getBytes(UTF_8));
    byte[] reply = ("Servidor TCP recibió: " + message).getBytes(UTF_8);
    byte[] received = socket.getInputStream().readNBytes(reply.length + 1);
    return new String(received, UTF_8).stripTrailing();
  }

  private static String askUdp(ServerProgram server, String message) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      byte[] bytes = message.getBytes(UTF_8);
      socket.send(
          new DatagramPacket(
              bytes, bytes.length, InetAddress.getLoopbackAddress(), server.udpPort()));
      DatagramPacket reply = new DatagramPacket(new byte[1000], 1000);
      socket.receive(reply);
      return new String(reply.getData(), 0, reply.getLength(), UTF_8);
    }
  }
}
