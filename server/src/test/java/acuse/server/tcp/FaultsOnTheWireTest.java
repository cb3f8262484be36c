package acuse.server.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.common.protocol.ReplyTemplate;
import acuse.common.testing.TestAuthority;
import acuse.common.testing.TestAuthority.Issued;
import acuse.server.AcuseServer;
import acuse.server.config.ServerConfigBuilder;
import acuse.server.guard.AddressBlock;
import acuse.server.impair.ImpairConfig;
import acuse.server.observe.ServerObserver;
import acuse.server.testing.EventLog;
import acuse.server.testing.Peer;
import acuse.server.testing.Peer.TcpPeer;
import acuse.server.testing.TestServer;
import acuse.server.tls.TlsConfig;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults on purpose as peers with real sockets see them: order, completeness, the end. */
class FaultsOnTheWireTest {
  private static final long SEED = 13;
  private static final long LOSS_NANOS = 200_000_000;

  @TempDir static Path folder;
  private static TestAuthority authority;
  private static Issued issued;

  @BeforeAll
  static void issue() throws Exception {
    authority = new TestAuthority(folder, "autoridad");
    issued = authority.forLocalhost();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLossLosesNothingAndKeepsTheOrder(boolean secured) throws Exception {
    try (AcuseServer server = start(secured, ServerObserver.NONE, "tcp-out:loss=2");
        TcpPeer peer = connect(server, secured)) {
      peer.send("1\n2\n3\n4");
      peer.finish();
      assertThat(peer.receive()).isEqualTo("[1]\n");
      long firstNanos = System.nanoTime();
      assertThat(peer.receiveAll()).isEqualTo("[2]\n[3]\n[4]");
      assertThat(System.nanoTime() - firstNanos).isGreaterThan(LOSS_NANOS / 2);
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"LINE", "LENGTH", "AUTO"},
      value = Framing.class)
  void manyMessagesComeBackInOrderThroughAllThatHoldsThemUp(Framing framing) throws Exception {
    String prefix = framing == Framing.LENGTH ? "\0\0\0\4" : "";
    String messages =
        IntStream.range(1000, 2000).mapToObj(i -> prefix + i).collect(ending(framing));
    try (AcuseServer server =
            TestServer.start(
                config ->
                    config
                        .framing(framing)
                        .reply(ReplyTemplate.parse("{message}"))
                        .impair(
                            ImpairConfig.of(
                                SEED,
                                "tcp:delay=2ms±1ms,rate=100mbit",
                                "tcp-in:loss=500",
                                "stall=50ms@700",
                                "slice=50,slice-gap=1ms,glue=7")));
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.send(messages);
      peer.finish();
      assertThat(peer.receiveAll()).isEqualTo(messages);
    }
  }

  private static Collector<CharSequence, ?, String> ending(Framing framing) {
    return framing == Framing.LENGTH ? Collectors.joining() : Collectors.joining("\n", "", "\n");
  }

  @ParameterizedTest
  @EnumSource(names = {"AUTO", "RAW"})
  void aMessageWithoutFramingIsAnswered(Framing framing) throws Exception {
    try (AcuseServer server =
            TestServer.start(
                config -> config.framing(framing).impair(ImpairConfig.of(SEED, "tcp:delay=2ms")));
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.send("hola");
      String reply = "Servidor TCP recibió: hola";
      assertThat(peer.receiveAsMuchAs(reply)).isEqualTo(reply);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aResetIsSeenInPlaceOfTheReplyAndAfterThoseBeforeIt(boolean secured) throws Exception {
    EventLog events = new EventLog();
    try (AcuseServer server = start(secured, events.onlyEnds(), "reset=2");
        TcpPeer peer = connect(server, secured)) {
      peer.send("1\n");
      assertThat(peer.receive()).isEqualTo("[1]\n");
      peer.send("2\n");
      assertThatThrownBy(peer::receive)
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
      assertThat(events.next()).isEqualTo("TCP " + peer.localPort() + " ended ON_PURPOSE");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void finIsSeenAfterTheReply(boolean secured) throws Exception {
    EventLog events = new EventLog();
    try (AcuseServer server = start(secured, events.onlyEnds(), "fin=2");
        TcpPeer peer = connect(server, secured)) {
      peer.send("1\n2\n3\n");
      assertThat(peer.receiveAll()).isEqualTo("[1]\n[2]\n");
      assertThat(events.next()).isEqualTo("TCP " + peer.localPort() + " ended ON_PURPOSE");
    }
  }

  @Test
  void aStopWaitsForWhatIsHeld() throws Exception {
    EventLog events = new EventLog();
    try (AcuseServer server = start(false, events, "tcp:loss=1");
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.send("1\n");
      events.await("TCP " + peer.localPort() + " received 1");
      Thread stop = new Thread(server::close);
      stop.start();
      assertThat(peer.receiveAll()).isEqualTo("[1]\n");
      peer.finish();
      stop.join();
    }
  }

  /** More than the whole server holds, from peers who begin to read only when all is sent. */
  @Test
  void beyondTheLimitReadingStopsAndGoesOn() throws Exception {
    String messages = "hola\n".repeat(40_000);
    try (AcuseServer server = start(false, ServerObserver.NONE, "tcp:delay=50ms");
        TcpPeer slow = Peer.tcpWithSmallBuffer(server.tcpAddress());
        TcpPeer other = Peer.tcp(server.tcpAddress())) {
      Thread slowSender = send(slow, messages);
      other.send(messages.substring(0, 100_000));
      other.finish();
      assertThat(other.receiveAll().lines()).hasSize(20_000);
      assertThat(slow.receiveAll().lines()).hasSize(40_000);
      slowSender.join();
    }
  }

  @Test
  void anOpenSessionFollowsFromItsNextMessageOnAndItsNumbersGoOn() throws Exception {
    try (AcuseServer server =
            TestServer.start(
                config ->
                    config.reply(ReplyTemplate.parse("[{message}]")).impair(ImpairConfig.none()));
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.send("1\n");
      assertThat(peer.receive()).isEqualTo("[1]\n");
      server.impair(ImpairConfig.of(SEED, "tcp:mute=1+3"));
      peer.send("2\n3\n4\n");
      assertThat(peer.receive()).isEqualTo("[2]\n");
      assertThat(peer.receive()).isEqualTo("[4]\n");
      server.impair(ImpairConfig.none());
      peer.send("5\n");
      assertThat(peer.receive()).isEqualTo("[5]\n");
    }
  }

  @Test
  void otherPeersThanThoseNamedMeetNoFaults() throws Exception {
    ImpairConfig all = ImpairConfig.of(SEED, "tcp:mute=100%");
    ImpairConfig one =
        new ImpairConfig(SEED, all.faults(), List.of(AddressBlock.parse("127.0.0.2")));
    try (AcuseServer server = TestServer.start(config -> config.impair(one));
        Peer other = Peer.of(Protocol.TCP, server, "127.0.0.1");
        TcpPeer named = (TcpPeer) Peer.of(Protocol.TCP, server, "127.0.0.2")) {
      other.send("hola\n");
      assertThat(other.receive()).endsWith("hola\n");
      named.send("hola\nexit\n");
      assertThat(named.receiveAll()).isEmpty();
    }
  }

  @Test
  void theSameSeedMeansTheSameFaults() throws Exception {
    String messages = IntStream.range(0, 100).mapToObj(i -> i + "\n").collect(Collectors.joining());
    String[] replies = new String[2];
    for (int run = 0; run < replies.length; run++) {
      try (AcuseServer server = start(false, ServerObserver.NONE, "tcp:mute=50%");
          TcpPeer peer = Peer.tcp(server.tcpAddress())) {
        peer.send(messages);
        peer.finish();
        replies[run] = peer.receiveAll();
      }
    }
    assertThat(replies[1]).isEqualTo(replies[0]);
    assertThat(replies[0].lines().count()).isBetween(20L, 80L);
  }

  private static Thread send(TcpPeer peer, String text) {
    Thread sender =
        new Thread(
            () -> {
              try {
                peer.send(text);
                peer.finish();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    sender.start();
    return sender;
  }

  private static AcuseServer start(boolean secured, ServerObserver observer, String... faults)
      throws Exception {
    return TestServer.start(config -> brackets(config, secured, faults), observer);
  }

  private static ServerConfigBuilder brackets(
      ServerConfigBuilder config, boolean secured, String... faults) {
    ServerConfigBuilder changed =
        config.reply(ReplyTemplate.parse("[{message}]")).impair(ImpairConfig.of(SEED, faults));
    return secured ? changed.tls(TlsConfig.with(issued.certificate(), issued.key())) : changed;
  }

  private static TcpPeer connect(AcuseServer server, boolean secured) throws Exception {
    return secured
        ? Peer.tls(server.tcpAddress(), sockets(), "TLSv1.3")
        : Peer.tcp(server.tcpAddress());
  }

  private static SSLSocketFactory sockets() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {authority.root().toTrustManager()}, null);
    return context.getSocketFactory();
  }
}
