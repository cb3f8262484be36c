package acuse.server.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.common.testing.TestAuthority;
import acuse.common.testing.TestAuthority.Issued;
import acuse.common.transport.IoTransport;
import acuse.server.AcuseServer;
import acuse.server.config.ServerConfigBuilder;
import acuse.server.forward.ForwardTarget;
import acuse.server.guard.AddressBlock;
import acuse.server.impair.ImpairConfig;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.Session;
import acuse.server.observe.SessionEnd;
import acuse.server.story.SessionStory.Side;
import acuse.server.testing.Peer;
import acuse.server.testing.Peer.TcpPeer;
import acuse.server.testing.Target;
import acuse.server.testing.TestServer;
import acuse.server.testing.UdpTarget;
import acuse.server.tls.TlsConfig;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told of a session when it is over, on real sockets. */
class StoriesTest {
  private final BlockingQueue<SessionStory> told = new LinkedBlockingQueue<>();

  private final ServerObserver listener =
      new ServerObserver() {
        @Override
        public Set<Event> wants() {
          return EnumSet.of(Event.STORY);
        }

        @Override
        public void storyEnded(SessionStory story) {
          told.add(story);
        }
      };

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void countsMessagesBytesReadsAndWritesEachWay(Protocol protocol) throws Exception {
    try (AcuseServer server = start(config -> config.maxMessageBytes(9));
        Peer peer = Peer.of(protocol, server)) {
      peer.send("uno\n");
      peer.receive();
      peer.send("demasiado largo\n");
      peer.receive();
      peer.send("exit\n");
      if (protocol == Protocol.TCP) {
        ((TcpPeer) peer).finish();
      }
      SessionStory story = next();
      assertThat(story.session().protocol()).isEqualTo(protocol);
      assertThat(story.session().peer().getPort()).isEqualTo(peer.localPort());
      int exits = protocol == Protocol.TCP ? 0 : 1; // over UDP it is a message, and answered
      assertThat(story.in()).isEqualTo(new SideCounts(1 + exits, 25, 3));
      assertThat(story.out().messages()).isEqualTo(2 + exits);
      assertThat(story.out().transfers()).isEqualTo(2 + exits);
      assertThat(story.rejections()).isEqualTo(1);
      assertThat(story.reason()).contains(SessionEnd.EXIT);
      assertThat(story.duration()).isPositive();
    }
  }

  @Test
  void oneReadBringsSeveralMessages() throws Exception {
    try (AcuseServer server = start(config -> config);
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.send("uno\ndos\ntres\n");
      peer.finish();
      int replyBytes = peer.receiveAll().getBytes(UTF_8).length;
      SessionStory story = next();
      assertThat(story.in()).isEqualTo(new SideCounts(3, 13, 1));
      assertThat(story.out()).isEqualTo(new SideCounts(3, replyBytes, 1));
    }
  }

  @Test
  void thePeerClosesFirst() throws Exception {
    try (AcuseServer server = start(config -> config);
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.finish();
      SessionStory story = next();
      assertThat(story.closedFirst()).contains(Side.PEER);
      assertThat(story.peerEnd()).isEqualTo(StreamEnd.FIN);
      assertThat(story.ourEnd()).isEqualTo(StreamEnd.FIN);
      assertThat(story.reason()).contains(SessionEnd.PEER_CLOSED);
      assertThat(story.unreadBytes()).isZero();
    }
  }

  @Test
  void theServerClosesFirstAndLeavesBytesUnread() throws Exception {
    try (AcuseServer server = start(config -> config);
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.send("exit\ndos\n");
      assertThat(peer.receiveAll()).isEmpty();
      peer.send("tres\n");
      peer.finish();
      SessionStory story = next();
      assertThat(story.closedFirst()).contains(Side.SERVER);
      assertThat(story.peerEnd()).isEqualTo(StreamEnd.FIN);
      assertThat(story.ourEnd()).isEqualTo(StreamEnd.FIN);
      assertThat(story.in().bytes()).isEqualTo(14);
      assertThat(story.unreadBytes()).isEqualTo(9);
    }
  }

  @Test
  void thePeerResets() throws Exception {
    try (AcuseServer server = start(config -> config);
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.send("uno\n");
      peer.receive();
      peer.reset();
      SessionStory story = next();
      assertThat(story.closedFirst()).contains(Side.PEER);
      assertThat(story.peerEnd()).isEqualTo(StreamEnd.RST);
      assertThat(story.ourEnd()).isEqualTo(StreamEnd.NONE);
      assertThat(story.reason()).contains(SessionEnd.BROKEN);
    }
  }

  @Test
  void theServerResetsOnPurposeAndSaysByWhichFault() throws Exception {
    try (AcuseServer server = start(config -> config.impair(ImpairConfig.of(1, "reset=1")));
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.send("uno\n");
      SessionStory story = next();
      assertThat(story.closedFirst()).contains(Side.SERVER);
      assertThat(story.peerEnd()).isEqualTo(StreamEnd.NONE);
      assertThat(story.ourEnd()).isEqualTo(StreamEnd.RST);
      assertThat(story.reason()).contains(SessionEnd.ON_PURPOSE);
      assertThat(story.faults()).isEqualTo(Map.of("tcp-out:reset", 1L));
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void theKernelTellsOfConnectionsOnly(Protocol protocol) throws Exception {
    try (AcuseServer server = start(config -> config);
        Peer peer = Peer.of(protocol, server)) {
      peer.send("uno\n");
      peer.receive();
    }
    SessionStory story = next();
    assertThat(story.kernel().isPresent())
        .isEqualTo(protocol == Protocol.TCP && IoTransport.AUTO.resolve() == IoTransport.EPOLL);
    story.kernel().ifPresent(kernel -> assertThat(kernel.mss()).isPositive());
  }

  @Test
  void ofAForwardedConnection() throws Exception {
    try (Target target = Target.open();
        AcuseServer server =
            start(config -> config.framing(Framing.LINE).forwardTcp(target.address()));
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.send("uno\ndos\n");
      try (TcpPeer end = target.accept()) {
        end.receive();
        end.receive();
        end.send("tres\n");
        end.finish();
        assertThat(peer.receiveAll()).isEqualTo("tres\n");
        peer.finish();
        SessionStory story = next();
        assertThat(story.in()).isEqualTo(new SideCounts(2, 8, 1));
        assertThat(story.out()).isEqualTo(new SideCounts(1, 5, 1));
        assertThat(story.closedFirst()).contains(Side.SERVER);
        assertThat(story.reason()).contains(SessionEnd.TARGET_CLOSED);
      }
    }
  }

  @Test
  void ofForwardedDatagrams() throws Exception {
    try (UdpTarget target = UdpTarget.start(message -> message.bytes())) {
      ForwardTarget address = new ForwardTarget("127.0.0.1", target.address().getPort());
      try (AcuseServer server = start(config -> config.forwardUdp(address));
          Peer peer = Peer.udp(server.udpAddress())) {
        peer.send("uno\n");
        peer.receive();
      }
      SessionStory story = next();
      assertThat(story.reason()).contains(SessionEnd.SERVER_STOPPED);
      assertThat(story.in()).isEqualTo(new SideCounts(1, 4, 1));
      assertThat(story.out()).isEqualTo(new SideCounts(1, 4, 1));
      assertThat(story.peerEnd()).isEqualTo(StreamEnd.NONE);
      assertThat(story.closedFirst()).isEmpty();
    }
  }

  @Test
  void underTlsItIsThePlainText(@TempDir Path folder) throws Exception {
    TestAuthority authority = new TestAuthority(folder, "autoridad");
    Issued issued = authority.forLocalhost();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {authority.root().toTrustManager()}, null);
    try (AcuseServer server =
            start(config -> config.tls(TlsConfig.with(issued.certificate(), issued.key())));
        TcpPeer peer = Peer.tls(server.tcpAddress(), context.getSocketFactory(), "TLSv1.3")) {
      peer.send("uno\n");
      peer.receive();
      peer.finish();
      SessionStory story = next();
      assertThat(story.in()).isEqualTo(new SideCounts(1, 4, 1));
      assertThat(story.tls().orElseThrow().version()).isEqualTo("TLSv1.3");
      assertThat(story.tls().orElseThrow().cipher()).startsWith("TLS_");
      assertThat(story.closedFirst()).contains(Side.PEER);
    }
  }

  @Test
  void namesTheProxyAndThePeerBehindIt() throws Exception {
    try (AcuseServer server =
            start(config -> config.guard(guard -> guard.proxy(AddressBlock.parse("127.0.0.1"))));
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.send("PROXY TCP4 192.0.2.7 192.0.2.1 40000 443\r\nuno\n");
      peer.finish();
      SessionStory story = next();
      assertThat(story.session().peer()).isEqualTo(new InetSocketAddress("192.0.2.7", 40_000));
      assertThat(story.proxy().orElseThrow().getPort()).isEqualTo(peer.localPort());
      assertThat(story.in()).isEqualTo(new SideCounts(1, 4, 1));
    }
  }

  @Test
  void nothingIsCountedWhereNobodyWantsToKnow() {
    InetSocketAddress nobody = new InetSocketAddress("127.0.0.1", 1);
    Session session = new Session(1, Protocol.TCP, nobody, nobody, Instant.now(), false);
    Stories stories = new Stories(ServerObserver.NONE, false);
    assertThat(stories.begin(session, Optional.empty())).isNull();
    stories.end(null);
    assertThat(stories.open(1)).isEmpty();
  }

  @Test
  void thoseThatAreOpenAreToldInTheirOrderTheNewestOnes() {
    InetSocketAddress peer = new InetSocketAddress("127.0.0.1", 1);
    Stories stories = new Stories(listener, false);
    for (int id = 1; id <= 3; id++) {
      stories.begin(
          new Session(id, Protocol.UDP, peer, peer, Instant.now(), false), Optional.empty());
    }
    assertThat(stories.open(2)).extracting(story -> story.session().id()).containsExactly(2L, 3L);
  }

  private AcuseServer start(UnaryOperator<ServerConfigBuilder> changes) throws Exception {
    return TestServer.start(changes, listener);
  }

  private SessionStory next() throws InterruptedException {
    return told.poll(20, TimeUnit.SECONDS);
  }
}
