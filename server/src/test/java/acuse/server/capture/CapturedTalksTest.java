package acuse.server.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.common.testing.TestAuthority;
import acuse.common.testing.TestAuthority.Issued;
import acuse.server.AcuseServer;
import acuse.server.capture.PcapngFile.Block;
import acuse.server.config.ServerConfig;
import acuse.server.config.ServerConfigBuilder;
import acuse.server.forward.ForwardTarget;
import acuse.server.guard.AddressBlock;
import acuse.server.impair.ImpairConfig;
import acuse.server.observe.ServerObserver;
import acuse.server.testing.Peer;
import acuse.server.testing.Peer.TcpPeer;
import acuse.server.testing.Target;
import acuse.server.testing.UdpTarget;
import acuse.server.tls.TlsConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a capture says of talks on real sockets. */
@Timeout(60)
class CapturedTalksTest {
  private static final CaptureConfig ALL =
      new CaptureConfig(CaptureConfig.UNLIMITED, CaptureConfig.UNLIMITED);
  private static final CaptureListener NO_COMPLAINT =
      new CaptureListener() {
        @Override
        public void failed(IOException why) {
          throw new AssertionError(why);
        }

        @Override
        public void limitReached(long maxFileBytes) {
          throw new AssertionError("limit=" + maxFileBytes);
        }
      };

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();

  /** What is done with a server that is captured. */
  private interface Talk {
    void with(AcuseServer server) throws Exception;
  }

  @Test
  void aTcpTalkIsItsReadsItsFlushesAndItsEnds() throws Exception {
    captured(
        config -> config,
        server -> {
          try (TcpPeer peer = Peer.tcp(server.tcpAddress())) {
            peer.send("uno\ndos\ntres\n");
            receive(peer, 3);
            peer.send("cuatro\n");
            receive(peer, 1);
            peer.finish();
            peer.receiveAll();
          }
        });
    assertThat(comments())
        .containsExactly(
            "drawn",
            "drawn",
            "drawn",
            "read 1: messages 1-3",
            "write 1: replies 1-3",
            "read 2: message 4",
            "write 2: reply 4",
            "FIN by the peer",
            "FIN by the server");
    assertThat(packets()).extracting(Block::link).containsOnly(0);
  }

  @Test
  void theServerFinishesFirstAfterTheExitWord() throws Exception {
    captured(
        config -> config,
        server -> {
          try (TcpPeer peer = Peer.tcp(server.tcpAddress())) {
            peer.send("exit\n");
            peer.receiveAll();
            peer.finish();
          }
        });
    assertThat(comments())
        .endsWith("read 1: no whole message", "FIN by the server", "FIN by the peer");
  }

  @Test
  void aResetIsTheLastOfItsConnection() throws Exception {
    captured(
        config -> config,
        server -> {
          try (TcpPeer peer = Peer.tcp(server.tcpAddress())) {
            peer.send("uno\n");
            receive(peer, 1);
            peer.reset();
          }
        },
        last -> last.equals("RST by the peer"));
    assertThat(comments()).endsWith("write 1: reply 1", "RST by the peer");
    assertThat(packets().get(packets().size() - 1).tcp()).contains("flags=14 bytes=0");
  }

  @Test
  void aFaultResetsOnThisSide() throws Exception {
    captured(
        config -> config.impair(ImpairConfig.of(1, "reset=1")),
        server -> {
          try (TcpPeer peer = Peer.tcp(server.tcpAddress())) {
            peer.send("uno\n");
            assertThatThrownBy(peer::receiveAll).isInstanceOf(SocketException.class);
          }
        });
    assertThat(comments()).endsWith("read 1: message 1", "RST by the server");
  }

  /** A message that is held back is named with the read that brought it. */
  @Test
  void aHeldMessageBelongsToItsRead() throws Exception {
    captured(
        config -> config.impair(ImpairConfig.of(1, "delay=20ms")),
        server -> {
          try (TcpPeer peer = Peer.tcp(server.tcpAddress())) {
            peer.send("uno\ndos\n");
            peer.finish();
            peer.receiveAll();
          }
        });
    assertThat(comments()).contains("read 1: messages 1-2", "write 1");
  }

  @Test
  void theNumbersOfBytesGoOnFromPacketToPacket() throws Exception {
    captured(
        config -> config,
        server -> {
          try (TcpPeer peer = Peer.tcp(server.tcpAddress())) {
            peer.send("uno\n");
            receive(peer, 1);
            peer.send("dos\n");
            receive(peer, 1);
            peer.finish();
            peer.receiveAll();
          }
        });
    long peerNext = 0;
    long serverNext = 0;
    int server = serverPort();
    for (Block block : packets()) {
      Segment segment = Segment.of(block);
      boolean byServer = segment.fromPort() == server;
      long expected = byServer ? serverNext : peerNext;
      if (expected != 0) {
        assertThat(segment.sequence()).isEqualTo(expected);
      }
      long next = segment.sequence() + segment.length();
      if (byServer) {
        serverNext = next;
      } else {
        peerNext = next;
      }
    }
  }

  @Test
  void underTlsItIsThePlainTextAndSaysSo(@TempDir Path folder) throws Exception {
    TestAuthority authority = new TestAuthority(folder, "autoridad");
    Issued issued = authority.forLocalhost();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {authority.root().toTrustManager()}, null);
    captured(
        config -> config.tls(TlsConfig.with(issued.certificate(), issued.key())),
        server -> {
          try (TcpPeer peer =
              Peer.tls(server.tcpAddress(), context.getSocketFactory(), "TLSv1.3")) {
            peer.send("uno\n");
            receive(peer, 1);
            peer.finish();
          }
        });
    assertThat(comments())
        .contains(
            "read 1: message 1 (the plain text of TLS)",
            "write 1: reply 1 (the plain text of TLS)");
    assertThat(packets().get(3).tcp()).endsWith("bytes=4");
  }

  @Test
  void behindAProxyThePeerIsTheOneThatIsNamed() throws Exception {
    captured(
        config -> config.guard(guard -> guard.proxy(AddressBlock.parse("127.0.0.1"))),
        server -> {
          try (TcpPeer peer = Peer.tcp(server.tcpAddress())) {
            peer.send("PROXY TCP4 192.0.2.7 192.0.2.1 40000 443\r\nuno\n");
            receive(peer, 1);
            peer.finish();
            peer.receiveAll();
          }
        });
    assertThat(packets().get(0).tcp()).startsWith("40000>");
    assertThat(packets().get(3).tcp()).endsWith("bytes=4");
  }

  @Test
  void aDatagramIsAMessageOrAReply() throws Exception {
    captured(
        config -> config,
        server -> {
          try (Peer peer = Peer.udp(server.udpAddress())) {
            for (int i = 0; i < 2; i++) {
              peer.send("hola");
              peer.receive();
            }
          }
        });
    assertThat(comments()).containsExactly("message 1", "reply 1", "message 2", "reply 2");
    assertThat(packets()).extracting(Block::link).containsOnly(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"in", "out"})
  void whatIsLostOnPurposeIsThereAndSaysSo(String way) throws Exception {
    captured(
        config -> config.impair(ImpairConfig.of(1, "udp-" + way + ":loss=1")),
        server -> {
          try (Peer peer = Peer.udp(server.udpAddress())) {
            peer.send("uno");
            peer.send("dos");
            peer.receive();
          }
        });
    assertThat(comments())
        .isEqualTo(
            way.equals("in")
                ? List.of("message 1: lost on purpose (in)", "message 2", "reply 1")
                : List.of("message 1", "reply 1: lost on purpose (out)", "message 2", "reply 2"));
  }

  @Test
  void aDatagramThatIsTurnedAwayWasThereAllTheSame() throws Exception {
    captured(
        config -> config.guard(guard -> guard.deny(AddressBlock.parse("127.0.0.1"))),
        server -> {
          try (Peer peer = Peer.udp(server.udpAddress())) {
            peer.send("hola");
          }
        },
        last -> last.equals("refused"));
    assertThat(comments()).containsExactly("refused");
  }

  @ParameterizedTest
  @EnumSource(
      value = Framing.class,
      names = {"LINE", "AUTO"})
  void bothConnectionsOfAForwardedSessionAreThere(Framing framing) throws Exception {
    try (Target target = Target.open()) {
      captured(
          config -> config.framing(framing).forwardTcp(target.address()),
          server -> {
            try (TcpPeer peer = Peer.tcp(server.tcpAddress())) {
              peer.send("uno\ndos\n");
              try (TcpPeer end = target.accept()) {
                end.receive();
                end.receive();
                end.send("tres\n");
                peer.receive();
                peer.finish();
                end.receiveAll();
                end.finish();
                peer.receiveAll();
              }
            }
          });
      String two = framing == Framing.LINE ? "messages 1-2" : "message 1";
      int targetPort = target.address().port();
      assertThat(commentsOf(block -> !has(block, targetPort)))
          .containsExactly(
              "drawn",
              "drawn",
              "drawn",
              "read 1: " + two,
              "write 1: reply 1",
              "FIN by the peer",
              "FIN by the server");
      assertThat(commentsOf(block -> has(block, targetPort)))
          .containsExactly(
              "drawn",
              "drawn",
              "drawn",
              "write 1: " + two,
              "read 1: reply 1",
              "FIN by the server",
              "FIN by the peer");
      Block opening = packets().stream().filter(block -> has(block, targetPort)).findFirst().get();
      assertThat(Segment.of(opening).fromPort()).isNotEqualTo(targetPort);
      assertThat(comments().indexOf("read 1: reply 1"))
          .isLessThan(comments().indexOf("write 1: reply 1"));
    }
  }

  @Test
  void aFaultResetsBothConnectionsOfAForwardedSession() throws Exception {
    try (Target target = Target.open()) {
      captured(
          config ->
              config
                  .framing(Framing.LINE)
                  .forwardTcp(target.address())
                  .impair(ImpairConfig.of(1, "reset=1")),
          server -> {
            try (TcpPeer peer = Peer.tcp(server.tcpAddress());
                TcpPeer end = target.accept()) {
              peer.send("uno\n");
              end.receive();
              end.send("dos\n");
              assertThatThrownBy(peer::receiveAll).isInstanceOf(SocketException.class);
              assertThatThrownBy(end::receiveAll).isInstanceOf(SocketException.class);
            }
          });
      int targetPort = target.address().port();
      assertThat(commentsOf(block -> has(block, targetPort))).endsWith("RST by the server");
      assertThat(commentsOf(block -> !has(block, targetPort))).endsWith("RST by the server");
    }
  }

  @Test
  void bothSocketsOfForwardedDatagramsAreThere() throws Exception {
    try (UdpTarget target = UdpTarget.start(message -> message.bytes())) {
      ForwardTarget address = new ForwardTarget("127.0.0.1", target.address().getPort());
      captured(
          config -> config.forwardUdp(address),
          server -> {
            try (Peer peer = Peer.udp(server.udpAddress())) {
              peer.send("uno");
              peer.receive();
            }
          });
      assertThat(commentsOf(block -> has(block, address.port())))
          .containsExactly("message 1", "reply 1");
      assertThat(commentsOf(block -> !has(block, address.port())))
          .containsExactly("message 1", "reply 1");
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void timesNeverGoBackWithinATalk(Protocol protocol) throws Exception {
    captured(
        config -> config,
        server -> {
          try (Peer peer = Peer.of(protocol, server)) {
            for (int i = 0; i < 20; i++) {
              peer.send("hola\n");
              peer.receive();
            }
          }
        });
    List<Long> times =
        packets().stream()
            .map(
                block ->
                    ((long) block.body().getInt(4) << 32)
                        + Integer.toUnsignedLong(block.body().getInt(8)))
            .toList();
    assertThat(times).hasSizeGreaterThanOrEqualTo(40).isSorted();
  }

  private void captured(UnaryOperator<ServerConfigBuilder> changes, Talk talk) throws Exception {
    captured(changes, talk, last -> true);
  }

  /**
   * Captures a talk; the stop of the server waits for all that it owes to the peer.
   *
   * @param until what the last comment has to be before the server may stop
   */
  private void captured(
      UnaryOperator<ServerConfigBuilder> changes, Talk talk, Predicate<String> until)
      throws Exception {
    ServerConfig config = changes.apply(ServerConfig.builder().tcpPort(0).udpPort(0)).build();
    try (Capture capture = Capture.begin(Channels.newChannel(file), "Acuse 1", ALL, NO_COMPLAINT);
        AcuseServer server = AcuseServer.start(config, ServerObserver.NONE, Optional.of(capture))) {
      talk.with(server);
      while (!isThere(until)) {
        Thread.onSpinWait(); // JUnit's time limit ends this if it must
      }
    }
  }

  private boolean isThere(Predicate<String> until) {
    List<String> all = comments();
    return until.test(all.isEmpty() ? "" : all.get(all.size() - 1));
  }

  private static void receive(Peer peer, int replies) throws IOException {
    for (int i = 0; i < replies; i++) {
      peer.receive();
    }
  }

  private List<Block> packets() {
    return PcapngFile.packets(file.toByteArray());
  }

  private List<String> comments() {
    return commentsOf(block -> true);
  }

  private List<String> commentsOf(Predicate<Block> which) {
    return packets().stream().filter(which).map(Block::comment).toList();
  }

  private int serverPort() {
    return packets().get(0).packet().getShort(22) & 0xffff; // where the first SYN goes
  }

  private static boolean has(Block block, int port) {
    return (block.packet().getShort(20) & 0xffff) == port
        || (block.packet().getShort(22) & 0xffff) == port;
  }

  /** A TCP packet over IPv4; its length counts SYN and FIN as one. */
  private record Segment(int fromPort, long sequence, int length) {
    static Segment of(Block block) {
      ByteBuffer packet = block.packet();
      int flags = packet.get(33);
      int data = packet.remaining() - 20 - ((packet.get(32) >> 4) & 0xf) * 4;
      return new Segment(
          packet.getShort(20) & 0xffff,
          packet.getInt(24) & 0xffffffffL,
          data + (flags & 1) + ((flags >> 1) & 1));
    }
  }
}
