package acuse.server.udp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import acuse.common.protocol.Protocol;
import acuse.common.protocol.ReplyTemplate;
import acuse.common.transport.IoTransport;
import acuse.server.AcuseServer;
import acuse.server.guard.AddressBlock;
import acuse.server.guard.Limit;
import acuse.server.listen.ListenException;
import acuse.server.testing.EventLog;
import acuse.server.testing.LimitsActed;
import acuse.server.testing.Peer;
import acuse.server.testing.TestServer;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Promises that only datagrams have. */
class UdpListenerTest {
  /** The kernel chooses a loop by a hash: with this many, none of two is left out. */
  private static final int PEERS_FOR_EVERY_LOOP = 40;

  private static final int DRAWS = 10;

  @Test
  void aDatagramIsAMessageWhateverIsInIt() throws Exception {
    try (AcuseServer server = TestServer.start();
        Peer peer = Peer.udp(server.udpAddress())) {
      for (String message : new String[] {"", "hola", "a\nb", "a\nb\r\n", "\n", "\0"}) {
        peer.send(message);
        assertThat(peer.receive()).isEqualTo("Servidor UDP recibió: " + message);
      }
    }
  }

  @Test
  void exitIsAnsweredLikeAnyMessage() throws Exception {
    try (AcuseServer server = TestServer.start();
        Peer peer = Peer.udp(server.udpAddress())) {
      peer.send("exit");
      assertThat(peer.receive()).isEqualTo("Servidor UDP recibió: exit");
      peer.send("otra vez");
      assertThat(peer.receive()).isEqualTo("Servidor UDP recibió: otra vez");
    }
  }

  @Test
  void aReplyThatWouldNotFitADatagramIsARejection() throws Exception {
    String rejection = "Servidor UDP rechazó: el mensaje supera %d bytes";
    try (AcuseServer server = TestServer.start(config -> config.maxMessageBytes(100_000));
        Peer peer = Peer.udp(server.udpAddress())) {
      int limit = 65_507 - 23;
      peer.send("x".repeat(limit));
      assertThat(peer.receive()).isEqualTo("Servidor UDP recibió: " + "x".repeat(limit));
      peer.send("x".repeat(limit + 1));
      assertThat(peer.receive()).isEqualTo(rejection.formatted(limit));
      peer.send("x".repeat(limit) + "\n");
      assertThat(peer.receive()).isEqualTo(rejection.formatted(limit - 1) + "\n");
      peer.send("x".repeat(65_507));
      assertThat(peer.receive()).isEqualTo(rejection.formatted(limit));
    }
  }

  @Test
  void anEmptyReplyIsADatagramToo() throws Exception {
    assumeThat(IoTransport.AUTO.resolve()).isNotEqualTo(IoTransport.NIO);
    try (AcuseServer server =
            TestServer.start(config -> config.reply(ReplyTemplate.parse("{message}")));
        Peer peer = Peer.udp(server.udpAddress())) {
      peer.send("");
      assertThat(peer.receive()).isEmpty();
      peer.send("hola");
      assertThat(peer.receive()).isEqualTo("hola");
    }
  }

  @Test
  void theWildcardOfIpv4IsNotAskedOverIpv6() throws Exception {
    InetAddress wildcard = InetAddress.getByName("0.0.0.0");
    for (int draw = 1; ; draw++) {
      try (DatagramSocket other = new DatagramSocket(0, InetAddress.getByName("::1"));
          AcuseServer server =
              TestServer.start(config -> config.host(wildcard).udpPort(other.getLocalPort()))) {
        assertThat(server.udpAddress().getPort()).isEqualTo(other.getLocalPort());
        return;
      } catch (ListenException e) {
        if (draw == DRAWS) {
          throw e;
        }
        // The number is somebody's over IPv4: draw again.
      }
    }
  }

  @Test
  void anEchoTakesTheLongestDatagramThereIs() throws Exception {
    try (AcuseServer server =
            TestServer.start(config -> config.reply(ReplyTemplate.parse("{message}")));
        Peer peer = Peer.udp(server.udpAddress())) {
      peer.send("x".repeat(65_507));
      assertThat(peer.receive()).hasSize(65_507);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::"})
  void aReplyComesFromTheAddressThatWasAsked(String host) throws Exception {
    assumeThat(IoTransport.AUTO.resolve()).isEqualTo(IoTransport.EPOLL);
    InetAddress wildcard = InetAddress.getByName(host);
    try (AcuseServer server = TestServer.start(config -> config.host(wildcard).threads(2))) {
      int port = server.udpAddress().getPort();
      for (String asked : new String[] {"127.0.0.1", "127.0.0.2", "127.1.2.3"}) {
        for (int peers = 0; peers < PEERS_FOR_EVERY_LOOP; peers++) {
          try (Peer peer = Peer.udp(new InetSocketAddress(asked, port))) {
            for (int i = 0; i < 3; i++) {
              peer.send("hola " + i);
              assertThat(peer.receive()).isEqualTo("Servidor UDP recibió: hola " + i);
            }
          }
        }
      }
    }
  }

  /** With a forged sender, all machines that hear a broadcast would answer the victim. */
  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::"})
  void aBroadcastIsNotAnsweredAndOpensNoSocket(String host) throws Exception {
    Path table = Path.of("/proc/net/udp");
    assumeThat(IoTransport.AUTO.resolve()).isEqualTo(IoTransport.EPOLL);
    assumeThat(table).exists();
    InetAddress wildcard = InetAddress.getByName(host);
    try (AcuseServer server = TestServer.start(config -> config.host(wildcard).threads(2));
        DatagramSocket peer = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      int port = server.udpAddress().getPort();
      for (int sent = 1; sent <= 3; sent++) {
        peer.send(datagram("todos", "127.255.255.255", port));
        LimitsActed.await(server, Limit.UDP_BROADCAST, sent);
      }
      assertThat(Files.readString(table)).doesNotContain("FFFFFF7F:%04X".formatted(port));
      peer.send(datagram("uno", "127.0.0.1", port));
      DatagramPacket reply = new DatagramPacket(new byte[100], 100);
      peer.receive(reply);
      assertThat(new String(reply.getData(), 0, reply.getLength(), UTF_8))
          .isEqualTo("Servidor UDP recibió: uno");
    }
  }

  /** Linux would let a socket listen there. */
  @ParameterizedTest
  @ValueSource(strings = {"127.255.255.255", "255.255.255.255", "224.0.0.1", "239.1.2.3"})
  void noServerListensWhereItWouldAnswerNobody(String host) throws Exception {
    InetAddress address = InetAddress.getByName(host);
    assertThatThrownBy(() -> TestServer.start(config -> config.only(Protocol.UDP).host(address)))
        .isInstanceOfSatisfying(
            ListenException.class,
            e -> assertThat(e.reason()).isEqualTo(ListenException.Reason.NOT_LOCAL));
  }

  @Test
  void whoIsDeniedHasNoSocketOpened() throws Exception {
    Path sockets = Path.of("/proc/net/udp");
    assumeThat(IoTransport.AUTO.resolve()).isEqualTo(IoTransport.EPOLL);
    assumeThat(sockets).exists();
    InetAddress wildcard = InetAddress.getByName("0.0.0.0");
    try (AcuseServer server =
        TestServer.start(
            config ->
                config
                    .host(wildcard)
                    .guard(guard -> guard.deny(AddressBlock.parse("127.0.0.2"))))) {
      int port = server.udpAddress().getPort();
      InetSocketAddress asked = new InetSocketAddress("127.0.0.6", port);
      String socket = "0600007F:%04X".formatted(port); // 127.0.0.6
      try (Peer denied = Peer.udpFrom(new InetSocketAddress("127.0.0.2", 0), asked);
          Peer admitted = Peer.udp(asked)) {
        denied.send("hola");
        LimitsActed.await(server, Limit.ADDRESS_RULES, 1);
        assertThat(Files.readString(sockets)).doesNotContain(socket);
        admitted.send("hola");
        assertThat(admitted.receive()).isEqualTo("Servidor UDP recibió: hola");
        assertThat(Files.readString(sockets)).contains(socket);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0, 0.0.0.0", "0.0.0.0, ::", "0.0.0.0, 127.0.0.1", "127.0.0.1, 127.0.0.1"})
  void aPortIsSharedWithNobody(String first, String second) throws Exception {
    InetAddress host = InetAddress.getByName(first);
    InetAddress other = InetAddress.getByName(second);
    try (AcuseServer server =
        TestServer.start(config -> config.only(Protocol.UDP).host(host).threads(2))) {
      int port = server.udpAddress().getPort();
      assertThatThrownBy(
              () -> TestServer.start(config -> config.only(Protocol.UDP).host(other).udpPort(port)))
          .isInstanceOf(ListenException.class);
    }
  }

  @Test
  void aSessionBeginsAnewAfterExit() throws Exception {
    EventLog events = new EventLog();
    try (AcuseServer server = TestServer.start(config -> config, events);
        Peer peer = Peer.udp(server.udpAddress())) {
      String who = "UDP " + peer.localPort() + " ";
      peer.send("exit");
      peer.send("hola");
      assertThat(events.next()).isEqualTo(who + "began");
      assertThat(events.next()).isEqualTo(who + "received exit");
      assertThat(events.next()).isEqualTo(who + "ended EXIT");
      assertThat(events.next()).isEqualTo(who + "began");
      assertThat(events.next()).isEqualTo(who + "received hola");
    }
  }

  private static DatagramPacket datagram(String message, String address, int port) {
    byte[] bytes = message.getBytes(UTF_8);
    return new DatagramPacket(bytes, bytes.length, new InetSocketAddress(address, port));
  }
}
