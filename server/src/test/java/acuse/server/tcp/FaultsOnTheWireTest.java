package acuse.server.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.common.protocol.Framing;
import acuse.common.protocol.ReplyTemplate;
import acuse.common.testing.TestAuthority;
import acuse.common.testing.TestAuthority.Issued;
import acuse.server.config.ServerConfigBuilder;
import acuse.server.observe.ServerObserver;
import acuse.server.testing.EventLog;
import acuse.server.testing.Peer;
import acuse.server.testing.Peer.TcpPeer;
import acuse.server.tls.TlsConfig;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
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
  private static final Duration SHORT = Duration.ofMillis(2);

  /** So long that more comes meanwhile than is held. */
  private static final Duration LONG = Duration.ofMillis(50);

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
    Supplier<SessionFaults> faults =
        () -> new ScriptedFaults().out(2, Passage.of(1, 0)).in(3, Passage.of(1, 0));
    long startNanos = System.nanoTime();
    try (FaultyServer server = start(faults, secured);
        TcpPeer peer = connect(server, secured)) {
      peer.send("1\n2\n3\n4");
      peer.finish();
      assertThat(peer.receiveAll()).isEqualTo("[1]\n[2]\n[3]\n[4]");
    }
    assertThat(System.nanoTime() - startNanos).isGreaterThan(200_000_000);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"LINE", "LENGTH", "AUTO"},
      value = Framing.class)
  void manyMessagesComeBackInOrderThroughDelayAndSlices(Framing framing) throws Exception {
    ReplyShape shape = new ReplyShape(3, 7, 1000);
    Supplier<SessionFaults> faults =
        () ->
            new ScriptedFaults()
                .delayIn(SHORT)
                .delayOut(SHORT)
                .rateIn(1_000_000_000)
                .shape(shape)
                .in(500, Passage.of(1, 0));
    String prefix = framing == Framing.LENGTH ? "\0\0\0\4" : "";
    String messages =
        IntStream.range(1000, 3000).mapToObj(i -> prefix + i).collect(ending(framing));
    try (FaultyServer server =
            FaultyServer.start(
                faults,
                config -> config.framing(framing).reply(ReplyTemplate.parse("{message}")),
                ServerObserver.NONE);
        TcpPeer peer = Peer.tcp(server.address())) {
      peer.send(messages);
      peer.finish();
      assertThat(peer.receiveAll()).isEqualTo(messages);
    }
  }

  private static Collector<CharSequence, ?, String> ending(Framing framing) {
    return framing == Framing.LENGTH ? Collectors.joining() : Collectors.joining("\n", "", "\n");
  }

  @Test
  void aMessageWithoutFramingIsAnswered() throws Exception {
    Supplier<SessionFaults> faults = () -> new ScriptedFaults().delayIn(SHORT).delayOut(SHORT);
    try (FaultyServer server = start(faults, false);
        TcpPeer peer = Peer.tcp(server.address())) {
      peer.send("hola");
      assertThat(peer.receiveAsMuchAs("[hola]")).isEqualTo("[hola]");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aResetIsSeenInPlaceOfTheReplyAndAfterThoseBeforeIt(boolean secured) throws Exception {
    EventLog events = new EventLog();
    Supplier<SessionFaults> faults = () -> new ScriptedFaults().fate(2, ReplyFate.RESET);
    try (FaultyServer server =
            FaultyServer.start(faults, config -> brackets(config, secured), events.onlyEnds());
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
    Supplier<SessionFaults> faults = () -> new ScriptedFaults().fate(2, ReplyFate.LAST);
    try (FaultyServer server =
            FaultyServer.start(faults, config -> brackets(config, secured), events.onlyEnds());
        TcpPeer peer = connect(server, secured)) {
      peer.send("1\n2\n3\n");
      assertThat(peer.receiveAll()).isEqualTo("[1]\n[2]\n");
      assertThat(events.next()).isEqualTo("TCP " + peer.localPort() + " ended ON_PURPOSE");
    }
  }

  @Test
  void aStopWaitsForWhatIsHeld() throws Exception {
    EventLog events = new EventLog();
    Supplier<SessionFaults> faults =
        () -> new ScriptedFaults().in(1, Passage.of(1, 0)).out(1, Passage.of(1, 0));
    try (FaultyServer server =
            FaultyServer.start(faults, config -> brackets(config, false), events);
        TcpPeer peer = Peer.tcp(server.address())) {
      peer.send("1\n");
      events.await("TCP " + peer.localPort() + " received 1");
      server.drain();
      assertThat(peer.receiveAll()).isEqualTo("[1]\n");
    }
  }

  /** More than the whole server holds, from peers who begin to read only when all is sent. */
  @Test
  void beyondTheLimitReadingStopsAndGoesOn() throws Exception {
    Supplier<SessionFaults> faults = () -> new ScriptedFaults().delayIn(LONG).delayOut(LONG);
    String messages = "hola\n".repeat(40_000);
    try (FaultyServer server = start(faults, false);
        TcpPeer slow = Peer.tcpWithSmallBuffer(server.address());
        TcpPeer other = Peer.tcp(server.address())) {
      Thread slowSender = send(slow, messages);
      other.send(messages.substring(0, 100_000));
      other.finish();
      assertThat(other.receiveAll().lines()).hasSize(20_000);
      assertThat(slow.receiveAll().lines()).hasSize(40_000);
      slowSender.join();
    }
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

  private static FaultyServer start(Supplier<SessionFaults> faults, boolean secured)
      throws Exception {
    return FaultyServer.start(faults, config -> brackets(config, secured), ServerObserver.NONE);
  }

  private static ServerConfigBuilder brackets(ServerConfigBuilder config, boolean secured) {
    ServerConfigBuilder changed = config.reply(ReplyTemplate.parse("[{message}]"));
    return secured ? changed.tls(TlsConfig.with(issued.certificate(), issued.key())) : changed;
  }

  private static TcpPeer connect(FaultyServer server, boolean secured) throws Exception {
    return secured ? Peer.tls(server.address(), sockets(), "TLSv1.3") : Peer.tcp(server.address());
  }

  private static SSLSocketFactory sockets() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {authority.root().toTrustManager()}, null);
    return context.getSocketFactory();
  }
}
