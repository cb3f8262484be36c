package acuse.server.tcp;

import static acuse.common.testing.ProxyHeaders.LOCAL;
import static acuse.common.testing.ProxyHeaders.PROXY;
import static acuse.common.testing.ProxyHeaders.TCP4;
import static acuse.common.testing.ProxyHeaders.TCP6;
import static acuse.common.testing.ProxyHeaders.UDP4;
import static acuse.common.testing.ProxyHeaders.line;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Framing;
import acuse.common.testing.ProxyHeaders;
import acuse.server.AcuseServer;
import acuse.server.config.ServerConfigBuilder;
import acuse.server.guard.AddressBlock;
import acuse.server.guard.GuardConfigBuilder;
import acuse.server.guard.Limit;
import acuse.server.testing.EventLog;
import acuse.server.testing.LimitsActed;
import acuse.server.testing.Peer;
import acuse.server.testing.Peer.TcpPeer;
import acuse.server.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers byte by byte, as the PROXY protocol's specification has them. */
class ProxyHeaderTest {
  private static final int V2_SIGNATURE_BYTES = 12;

  private final EventLog events = new EventLog();

  static Stream<Arguments> headersAndPeers() throws Exception {
    return Stream.of(
        Arguments.of(line("PROXY TCP4 203.0.113.7 192.0.2.1 56324 65432"), "203.0.113.7", 56324),
        Arguments.of(line("PROXY TCP6 2001:db8::7 2001:db8::1 1 65432"), "2001:db8::7", 1),
        Arguments.of(binary(PROXY, TCP4, "203.0.113.7", 56324), "203.0.113.7", 56324),
        Arguments.of(binary(PROXY, TCP6, "2001:db8::7", 56324), "2001:db8::7", 56324));
  }

  @ParameterizedTest
  @MethodSource("headersAndPeers")
  void thePeerIsWhomTheHeaderNames(byte[] header, String host, int port) throws Exception {
    try (AcuseServer server = start(guard -> {});
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.send(followedBy(header, "hola\n"));
      assertThat(peer.receive()).isEqualTo("Servidor TCP recibió: hola\n");
      assertThat(events.next()).isEqualTo("TCP " + port + " began");
      assertThat(events.hosts()).containsExactly(InetAddress.getByName(host).getHostAddress());
    }
  }

  @ParameterizedTest
  @MethodSource("headersAndPeers")
  void aHeaderMayComeInPiecesAndFinWithIt(byte[] header, String host, int port) throws Exception {
    try (AcuseServer server = start(guard -> {})) {
      for (int split : new int[] {1, 5, 12, 13, 15, 16, header.length - 1, header.length}) {
        try (TcpPeer peer = Peer.tcp(server.tcpAddress())) {
          byte[] all = followedBy(header, "hola");
          peer.send(Arrays.copyOfRange(all, 0, split));
          peer.send(Arrays.copyOfRange(all, split, all.length));
          peer.finish();
          assertThat(peer.receiveAll())
              .as("%s:%d, split at %d", host, port, split)
              .isEqualTo("Servidor TCP recibió: hola");
        }
      }
    }
  }

  @Test
  void rulesAndLimitsAreForWhoIsBehindTheProxy() throws Exception {
    try (AcuseServer server =
        start(
            guard ->
                guard
                    .deny(AddressBlock.parse("203.0.113.66"))
                    .allow(AddressBlock.parse("203.0.113.0/24"))
                    .maxConnectionsPerAddress(1))) {
      try (TcpPeer first = Peer.tcp(server.tcpAddress());
          TcpPeer second = Peer.tcp(server.tcpAddress());
          TcpPeer denied = Peer.tcp(server.tcpAddress());
          TcpPeer other = Peer.tcp(server.tcpAddress())) {
        assertServed(first, "203.0.113.7");
        assertRefused(second, line("PROXY TCP4 203.0.113.7 192.0.2.1 2 65432"));
        assertRefused(denied, line("PROXY TCP4 203.0.113.66 192.0.2.1 2 65432"));
        assertServed(other, "203.0.113.8");
      }
      LimitsActed.await(server, Limit.CONNECTIONS_PER_ADDRESS, 1);
      LimitsActed.await(server, Limit.ADDRESS_RULES, 1);
    }
  }

  static Stream<byte[]> noHeaders() throws Exception {
    return Stream.of(
        "hola\n".getBytes(ISO_8859_1),
        line("PROXY"),
        line("PROXY TCP4 203.0.113.7 192.0.2.1 56324"),
        line("PROXY TCP4 203.0.113.777 192.0.2.1 56324 65432"),
        line("PROXY TCP4 203.0.113.7 192.0.2.1 65536 65432"),
        line("PROXY TCP6 fe80::1%lo 2001:db8::1 56324 65432"),
        line("PROXY TCP6 2001:db8::7 fe80::1%lo 56324 65432"),
        line("PROXY TCP6 [2001:db8::7] 2001:db8::1 56324 65432"),
        line("PROXY UDP4 203.0.113.7 192.0.2.1 56324 65432"),
        binary(PROXY, UDP4, "203.0.113.7", 56324),
        binary(0x31, TCP4, "203.0.113.7", 56324));
  }

  @ParameterizedTest
  @MethodSource("noHeaders")
  void whatIsNoHeaderIsRefused(byte[] sent) throws Exception {
    try (AcuseServer server = start(guard -> {});
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      assertRefused(peer, followedBy(sent, "hola, hola\n")); // as long as any header, or longer
      LimitsActed.await(server, Limit.PROXY_HEADER, 1);
      assertThat(events.isEmpty()).isTrue();
    }
  }

  /** The lengths of whole headers; docs/security.md and the console name the limits. */
  static Stream<Arguments> longHeaders() throws Exception {
    return Stream.of(
        Arguments.of(line("PROXY UNKNOWN " + "x".repeat(107 - 16)), 107, true),
        Arguments.of(line("PROXY UNKNOWN " + "x".repeat(200)), 216, false),
        Arguments.of(binary(PROXY, TCP4, "203.0.113.7", 56324, extras(4300)), 4328, true),
        Arguments.of(binary(PROXY, TCP4, "203.0.113.7", 56324, extras(4301)), 4329, false),
        Arguments.of(binary(PROXY, TCP6, "2001:db8::7", 56324, extras(4276)), 4328, true),
        Arguments.of(binary(PROXY, TCP6, "2001:db8::7", 56324, extras(65_499)), 65_551, false));
  }

  @ParameterizedTest
  @MethodSource("longHeaders")
  void oneThatIsTooLongIsRefusedForThat(byte[] header, int length, boolean served)
      throws Exception {
    assertThat(header).hasSize(length);
    try (AcuseServer server = start(guard -> {});
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      if (served) {
        peer.send(followedBy(header, "hola\n"));
        assertThat(peer.receive()).isEqualTo("Servidor TCP recibió: hola\n");
      } else {
        assertRefused(peer, header);
        LimitsActed.await(server, Limit.PROXY_HEADER_LENGTH, 1);
        assertThat(server.limitsActed()).containsEntry(Limit.PROXY_HEADER, 0L);
      }
    }
  }

  /** Of type NOOP (specification, 2.2.5), with its length. */
  private static byte[] extras(int bytes) {
    byte[] extras = new byte[bytes];
    extras[0] = 4;
    extras[1] = (byte) ((bytes - 3) >> Byte.SIZE);
    extras[2] = (byte) (bytes - 3);
    return extras;
  }

  static Stream<byte[]> headersOfTheProxyItself() throws Exception {
    return Stream.of(line("PROXY UNKNOWN"), binary(LOCAL, 0, "203.0.113.7", 1));
  }

  @ParameterizedTest
  @MethodSource("headersOfTheProxyItself")
  void aProxyMayAskForItself(byte[] header) throws Exception {
    try (AcuseServer server = start(guard -> {});
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.send(followedBy(header, "hola\n"));
      assertThat(peer.receive()).isEqualTo("Servidor TCP recibió: hola\n");
      assertThat(events.next()).isEqualTo("TCP " + peer.localPort() + " began");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStrangerIsServedUnlessItClaimsToSpeakForOthers(boolean claims) throws Exception {
    try (AcuseServer server = startForStrangers(config -> config);
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      if (claims) {
        assertRefused(peer, line("PROXY TCP4 203.0.113.7 192.0.2.1 56324 65432"));
        LimitsActed.await(server, Limit.PROXY_HEADER, 1);
      } else {
        peer.send("PRO\nhola\n");
        assertThat(peer.receive()).isEqualTo("Servidor TCP recibió: PRO\n");
        assertThat(peer.receive()).isEqualTo("Servidor TCP recibió: hola\n");
      }
    }
  }

  static Stream<Arguments> piecesOfHeaders() throws Exception {
    return Stream.of(
            Arguments.of(line("PROXY TCP4 203.0.113.7 192.0.2.1 56324 65432"), "PROXY ".length()),
            Arguments.of(binary(PROXY, TCP4, "203.0.113.7", 56324), V2_SIGNATURE_BYTES))
        .flatMap(
            header ->
                IntStream.range(1, (int) header.get()[1])
                    .mapToObj(split -> Arguments.of(header.get()[0], split)));
  }

  /** Its first piece may be a message, and then has its reply; so they are not read together. */
  @ParameterizedTest
  @MethodSource("piecesOfHeaders")
  void aStrangersHeaderIsRefusedHoweverItIsSplit(byte[] header, int split) throws Exception {
    try (AcuseServer server = startForStrangers(config -> config.framing(Framing.RAW));
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      String first = new String(header, 0, split, ISO_8859_1);
      peer.send(first);
      String reply = "Servidor TCP recibió: " + first;
      assertThat(peer.receiveAsMuchAs(reply)).isEqualTo(reply);
      assertRefused(peer, Arrays.copyOfRange(header, split, header.length));
      LimitsActed.await(server, Limit.PROXY_HEADER, 1);
    }
  }

  @Test
  void aStrangersHeaderIsRefusedByteByByte() throws Exception {
    try (AcuseServer server = startForStrangers(config -> config.framing(Framing.RAW));
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      for (String each : new String[] {"P", "R", "O", "X", "Y"}) {
        peer.send(each);
        String reply = "Servidor TCP recibió: " + each;
        assertThat(peer.receiveAsMuchAs(reply)).isEqualTo(reply);
      }
      assertRefused(peer, " ".getBytes(ISO_8859_1));
    }
  }

  @Test
  void aStrangerWhoOnlyBeginsLikeAHeaderIsServed() throws Exception {
    try (AcuseServer server = startForStrangers(config -> config.framing(Framing.RAW));
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      for (String each : new String[] {"PRO", "\r\n\r\n", "PROXY TCP4"}) {
        peer.send(each);
        String reply = "Servidor TCP recibió: " + each;
        assertThat(peer.receiveAsMuchAs(reply)).isEqualTo(reply);
      }
    }
  }

  private AcuseServer startForStrangers(UnaryOperator<ServerConfigBuilder> changes)
      throws Exception {
    return TestServer.start(
        config ->
            changes.apply(config).guard(guard -> guard.proxy(AddressBlock.parse("192.0.2.0/24"))),
        events);
  }

  @Test
  void aStopDoesNotWaitForAHeader() throws Exception {
    AcuseServer server = start(guard -> {});
    try (TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.send("PROXY");
      server.close();
      assertThat(peer.receiveAll()).isEmpty();
    }
  }

  private AcuseServer start(Consumer<GuardConfigBuilder> changes) throws Exception {
    return TestServer.start(
        config ->
            config.guard(guard -> changes.accept(guard.proxy(AddressBlock.parse("127.0.0.0/8")))),
        events);
  }

  private static void assertServed(TcpPeer peer, String from) throws IOException {
    peer.send(followedBy(line("PROXY TCP4 " + from + " 192.0.2.1 2 65432"), "hola\n"));
    assertThat(peer.receive()).isEqualTo("Servidor TCP recibió: hola\n");
  }

  /** Closed with what it has sent unread, a peer may see a reset. */
  private static void assertRefused(TcpPeer peer, byte[] sent) throws IOException {
    String replies;
    try {
      peer.send(sent);
      replies = peer.receiveAll();
    } catch (IOException reset) {
      replies = "";
    }
    assertThat(replies).isEmpty();
  }

  private static byte[] binary(int command, int family, String source, int port, byte... extras)
      throws Exception {
    return ProxyHeaders.binary(command, family, InetAddress.getByName(source), port, extras);
  }

  private static byte[] followedBy(byte[] header, String text) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(header);
    all.writeBytes(text.getBytes(ISO_8859_1));
    return all.toByteArray();
  }
}
