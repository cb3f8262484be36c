package acuse.server.reply;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.common.protocol.ReplyTemplate;
import acuse.server.AcuseServer;
import acuse.server.config.ServerConfigBuilder;
import acuse.server.guard.AddressBlock;
import acuse.server.impair.ImpairConfig;
import acuse.server.testing.Peer;
import acuse.server.testing.Peer.TcpPeer;
import acuse.server.testing.TestServer;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a reply tells of its message, over sockets. */
class ReplyPlaceholdersTest {
  private static final int MAX_DATAGRAM_BYTES = 65_507;

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aReplyTellsWhoAskedAndWhom(Protocol protocol) throws Exception {
    try (AcuseServer server =
            replying("{peer} {peer.address} {peer.port} {local} {peer.port} {message}");
        Peer peer = Peer.of(protocol, server)) {
      peer.send("hola\n");
      int port = peer.localPort();
      String local = NetUtil.toSocketAddressString(server.address(protocol));
      assertThat(peer.receive())
          .isEqualTo("127.0.0.1:%d 127.0.0.1 %d %s %d hola\n".formatted(port, port, local, port));
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void anAddressOfIpv6StandsInBrackets(Protocol protocol) throws Exception {
    InetAddress ipv6Loopback = InetAddress.getByName("::1");
    try (AcuseServer server =
            replying("{peer} {peer.address}", config -> config.host(ipv6Loopback));
        Peer peer = Peer.of(protocol, server, "::1")) {
      peer.send("hola\n");
      assertThat(peer.receive()).isEqualTo("[::1]:" + peer.localPort() + " ::1\n");
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void messagesOfASessionAreCounted(Protocol protocol) throws Exception {
    try (AcuseServer server =
            replying("{session}:{number}:{bytes}", config -> config.maxMessageBytes(5).threads(1));
        Peer first = Peer.of(protocol, server);
        Peer second = Peer.of(protocol, server)) {
      assertThat(ask(first, "hola\n")).isEqualTo("1:1:4\n");
      assertThat(ask(first, "ñ\n")).isEqualTo("1:2:2\n");
      assertThat(ask(first, "too long\n")).contains("rechazó");
      assertThat(ask(first, "\r\n")).isEqualTo("1:4:0\r\n");
      assertThat(ask(second, "hola\n")).isEqualTo("2:1:4\n");
    }
  }

  @Test
  void onTcpMessagesOfOneReadShareIt() throws Exception {
    try (AcuseServer server = replying("{number} in {reads}");
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.send("a\nb\nc\n"); // on loopback, a short write is one read
      assertThat(peer.receive()).isEqualTo("1 in 1\n");
      assertThat(peer.receive()).isEqualTo("2 in 1\n");
      assertThat(peer.receive()).isEqualTo("3 in 1\n");
      assertThat(ask(peer, "d\n")).isEqualTo("4 in 2\n");
    }
  }

  @Test
  void onUdpEachDatagramIsARead() throws Exception {
    try (AcuseServer server = replying("{number} in {reads}");
        Peer peer = Peer.of(Protocol.UDP, server)) {
      assertThat(ask(peer, "a")).isEqualTo("1 in 1");
      assertThat(ask(peer, "b")).isEqualTo("2 in 2");
    }
  }

  /** As messages are counted for the faults themselves: those that are lost have numbers. */
  @ParameterizedTest
  @CsvSource({"TCP, tcp:mute=1, 2", "UDP, udp:mute=1, 2", "UDP, udp-in:loss=1, 2"})
  void messagesThatMeetFaultsKeepTheirNumbers(Protocol protocol, String faults, String number)
      throws Exception {
    try (AcuseServer server =
            replying("{number} {message}", config -> config.impair(ImpairConfig.of(1, faults)));
        Peer peer = Peer.of(protocol, server)) {
      peer.send("a\n");
      assertThat(ask(peer, "b\n")).isEqualTo(number + " b\n");
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aReplyTellsItsTimeAndItsServer(Protocol protocol) throws Exception {
    try (AcuseServer server = replying("{time} {server} {tls}");
        Peer peer = Peer.of(protocol, server)) {
      Instant before = Instant.ofEpochMilli(System.currentTimeMillis());
      String[] reply = ask(peer, "hola\n").split(" ", -1);
      assertThat(reply[0]).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
      assertThat(Instant.parse(reply[0])).isBetween(before, Instant.now());
      assertThat(reply[1]).startsWith("Acuse/");
      assertThat(reply[2]).isEqualTo("-\n");
    }
  }

  @Test
  void behindAProxyThePeerIsWhomTheProxyNames() throws Exception {
    try (AcuseServer server =
            replying(
                "{peer}",
                config -> config.guard(guard -> guard.proxy(AddressBlock.parse("127.0.0.1"))));
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.send("PROXY TCP4 192.0.2.7 192.0.2.1 4321 80\r\nhola\n");
      assertThat(peer.receive()).isEqualTo("192.0.2.7:4321\n");
    }
  }

  @Test
  void aFrameSaysHowLongItsReplyIs() throws Exception {
    try (AcuseServer server =
            replying("{number}:{message}!", config -> config.framing(Framing.LENGTH));
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.send("\0\0\0\4hola\0\0\0\1a");
      String replies = "\0\0\0\7" + "1:hola!" + "\0\0\0\4" + "2:a!";
      assertThat(peer.receiveAsMuchAs(replies)).isEqualTo(replies);
    }
  }

  /** The values that are longest leave room for their message in a datagram. */
  @Test
  void aMessageIsTooLongIfItsReplyCouldBe() throws Exception {
    int longest = MAX_DATAGRAM_BYTES - 19 - ": ".length();
    try (AcuseServer server =
            replying("{number}: {message}", config -> config.maxMessageBytes(1 << 20));
        Peer peer = Peer.of(Protocol.UDP, server)) {
      assertThat(ask(peer, "x".repeat(longest))).isEqualTo("1: " + "x".repeat(longest));
      assertThat(ask(peer, "x".repeat(longest + 1)))
          .isEqualTo("Servidor UDP rechazó: el mensaje supera " + longest + " bytes");
    }
  }

  private static String ask(Peer peer, String message) throws Exception {
    peer.send(message.getBytes(StandardCharsets.UTF_8));
    return peer.receive();
  }

  private static AcuseServer replying(String template) throws Exception {
    return replying(template, config -> config);
  }

  private static AcuseServer replying(String template, UnaryOperator<ServerConfigBuilder> changes)
      throws Exception {
    return TestServer.start(config -> changes.apply(config.reply(ReplyTemplate.parse(template))));
  }
}
