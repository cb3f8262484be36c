package acuse.server.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Protocol;
import acuse.common.transport.ReusedBuffer;
import acuse.server.config.ServerConfig;
import acuse.server.connection.BufferHolders;
import acuse.server.connection.ConnectionBuffers;
import acuse.server.connection.ConnectionEvent;
import acuse.server.connection.HeldBack;
import acuse.server.connection.HeldBack.Place;
import acuse.server.connection.SocketEnd;
import acuse.server.guard.BufferBudget;
import acuse.server.guard.LimitCounters;
import acuse.server.impair.HeldMessages;
import acuse.server.metrics.ServerCounters;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.Session;
import acuse.server.observe.SessionEnd;
import acuse.server.reply.Responder;
import acuse.server.story.SideCounts;
import acuse.server.testing.EmbeddedConnection;
import acuse.server.testing.HoldingStage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.FastThreadLocal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A stage of a connection holds something back: everything that could end the session waits. All on
 * one thread, which has the buffers that replies are written into.
 */
@Timeout(value = 30, threadMode = ThreadMode.SAME_THREAD)
class HeldBackTest {
  private static final int FULL_ITEMS = 3;
  private static final Duration LONG = Duration.ofHours(1);

  private final EmbeddedConnection connection = new EmbeddedConnection();
  private final BufferBudget budget = new BufferBudget();
  private final List<BufferHolders> loops = new ArrayList<>();
  private final BufferHolders holders =
      new BufferHolders(budget, new LimitCounters(), connection.eventLoop(), loops);
  private final ConnectionBuffers buffers = holders.open(connection);
  private final HeldBack heldBack = new HeldBack(buffers);
  private final HoldingStage stage = new HoldingStage(heldBack, FULL_ITEMS);
  private final List<SessionEnd> ends = new ArrayList<>();
  private final TcpSession session;

  HeldBackTest() {
    ServerConfig config = ServerConfig.builder().build();
    ServerObserver observer =
        new ServerObserver() {
          @Override
          public void ended(Session session, SessionEnd why, SideCounts received) {
            ends.add(why);
          }
        };
    loops.add(holders);
    connection.freezeTime();
    session =
        new TcpSession(
            new Session(
                1,
                Protocol.TCP,
                connection.remoteAddress(),
                connection.localAddress(),
                Instant.now(),
                false),
            new TcpSession.Environment(
                config,
                new Responder.Factory(config, Protocol.TCP, observer),
                new ReusedBuffer(1024),
                new SessionPatrol(connection.eventLoop(), config.guard()),
                new LimitCounters(),
                new ServerCounters().newTraffic(Protocol.TCP),
                new ServerCounters().newSessions(Protocol.TCP),
                observer,
                true,
                Optional.empty(),
                new HeldRoom(new HeldMessages(), budget, 1, connection.eventLoop())),
            buffers,
            heldBack,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    connection.pipeline().addLast(new SocketEnd(), stage, session);
  }

  @AfterEach
  void nothingIsLeft() {
    connection.finishAndReleaseAll();
    FastThreadLocal.removeAll();
    assertThat(budget.heldBytes()).isZero();
  }

  @Test
  void repliesAreSentBeforeTheFinThatFollowsThePeers() {
    stage.holdOut();
    receive("hola\n");
    finish();
    assertThat(connection.isOutputShutdown()).isFalse();
    stage.releaseOut();
    assertThat(sent()).isEqualTo("Servidor TCP recibió: hola\n");
    assertThat(connection.isOutputShutdown()).isTrue();
  }

  @Test
  void repliesAreSentBeforeTheFinThatFollowsExit() {
    stage.holdOut();
    receive("hola\nexit\n");
    assertThat(connection.isOutputShutdown()).isFalse();
    stage.releaseOut();
    assertThat(sent()).isEqualTo("Servidor TCP recibió: hola\n");
    assertThat(connection.isOutputShutdown()).isTrue();
    assertThat(ends).containsExactly(SessionEnd.EXIT);
  }

  @Test
  void whatComesBeforeTheFinIsAnswered() {
    stage.holdIn();
    receive("hola\n");
    finish();
    assertThat(ends).isEmpty();
    stage.releaseIn();
    assertThat(sent()).isEqualTo("Servidor TCP recibió: hola\n");
    assertThat(ends).containsExactly(SessionEnd.PEER_CLOSED);
  }

  @Test
  void aMessageThatWaitsBehindTheFramingIsWaitedForAtTheFin() {
    HeldBack.Stage messages = heldBack.newStage(Place.MESSAGES_IN);
    messages.set(1, 100, false);
    finish();
    assertThat(ends).isEmpty();
    messages.set(0, 0, false);
    assertThat(ends).containsExactly(SessionEnd.PEER_CLOSED);
  }

  @Test
  void aStopWaitsForWhatComes() {
    stage.holdIn();
    receive("hola");
    connection.pipeline().fireUserEventTriggered(ConnectionEvent.DRAIN);
    pass(Duration.ofSeconds(1));
    assertThat(ends).isEmpty();
    assertThat(connection.config().isAutoRead()).isFalse();
    stage.releaseIn();
    assertThat(sent()).isEqualTo("Servidor TCP recibió: hola");
    assertThat(ends).containsExactly(SessionEnd.SERVER_STOPPED);
  }

  @Test
  void aStopWaitsForReplies() {
    stage.holdOut();
    receive("hola\n");
    connection.pipeline().fireUserEventTriggered(ConnectionEvent.DRAIN);
    pass(Duration.ofSeconds(10));
    assertThat(connection.isOpen()).isTrue();
    stage.releaseOut();
    assertThat(sent()).isEqualTo("Servidor TCP recibió: hola\n");
  }

  @Test
  void aFinThatIsHeldBackIsWaitedFor() {
    receive("exit\n");
    assertThat(connection.isOutputShutdown()).isTrue();
    heldBack.newStage(Place.REPLIES).set(1, 0, false);
    pass(Duration.ofMinutes(1));
    assertThat(connection.isOpen()).isTrue();
  }

  /** In the session, and in what ends it. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noTimeoutRuns(boolean lingering) {
    stage.holdOut();
    receive(lingering ? "hola\nexit\n" : "hola\n");
    Patrolled patrolled = (Patrolled) connection.pipeline().last();
    long later = System.nanoTime() + LONG.toNanos();
    assertThat(patrolled.hasStalled(later)).isFalse();
    connection.setTakesNothing(true);
    stage.releaseOut();
    patrolled.hasStalled(later);
    assertThat(patrolled.hasStalled(later + LONG.toNanos())).as("the peer's turn").isTrue();
  }

  @Test
  void aPeerWhoseBytesAreHeldBackIsNotIdle() {
    stage.holdIn();
    receive("hola\n");
    long later = System.nanoTime() + LONG.toNanos();
    assertThat(session.hasStalled(later)).isFalse();
    stage.releaseIn();
    session.hasStalled(later);
    assertThat(session.hasStalled(later + LONG.toNanos())).as("idle since").isTrue();
  }

  @Test
  void aPeerWhoseBytesAreHeldBackIsNotSilent() {
    receive("ho");
    stage.holdIn();
    receive("la\n");
    pass(Duration.ofSeconds(1));
    stage.releaseIn();
    assertThat(sent()).isEqualTo("Servidor TCP recibió: hola\n");
  }

  @Test
  void readingGoesOnUntilTheStageIsFull() {
    stage.holdOut();
    for (int i = 1; i <= FULL_ITEMS; i++) {
      assertThat(connection.config().isAutoRead()).isTrue();
      receive(i + "\n");
    }
    assertThat(connection.config().isAutoRead()).isFalse();
    receive("4\n");
    assertThat(stage.itemsOut()).isEqualTo(FULL_ITEMS);
    stage.releaseOut();
    assertThat(connection.config().isAutoRead()).isTrue();
    assertThat(sent().lines()).hasSize(4).last().asString().endsWith(": 4");
  }

  @Test
  void aPeerThatDoesNotTakeWhatWasReleasedIsNotReadFrom() {
    stage.holdOut();
    receive("hola\n");
    connection.setTakesNothing(true);
    stage.releaseOut();
    assertThat(connection.config().isAutoRead()).isFalse();
    assertThat(budget.heldBytes()).isPositive();
    connection.setTakesNothing(false);
    connection.flush();
    assertThat(connection.config().isAutoRead()).isTrue();
    assertThat(budget.heldBytes()).isZero();
  }

  /** While the session runs, and when it lingers. */
  @ParameterizedTest
  @ValueSource(strings = {"hola\n", "hola\nexit\n"})
  void repliesAreInTheMemoryBudgetUntilThePeerHasThem(String text) {
    stage.holdOut();
    receive(text);
    long held = budget.heldBytes();
    assertThat(held).isGreaterThanOrEqualTo(1024);
    connection.setTakesNothing(true);
    stage.releaseOut();
    assertThat(budget.heldBytes()).isGreaterThanOrEqualTo(1024);
    connection.setTakesNothing(false);
    connection.flush();
    assertThat(budget.heldBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aConnectionWhoseStagesHoldTooMuchIsReset(boolean in) {
    budget.setMaxBytes(100);
    if (in) {
      stage.holdIn();
      receive("x".repeat(1000));
    } else {
      stage.holdOut();
      receive("hola\n");
    }
    assertThat(connection.isOpen()).isFalse();
    assertThat(ends).containsExactly(SessionEnd.BUFFERS_NEEDED);
    assertThat(budget.heldBytes()).isZero();
  }

  private void receive(String text) {
    connection.writeInbound(Unpooled.copiedBuffer(text, UTF_8));
  }

  private void finish() {
    connection.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
  }

  /** In small steps, as timers set others. */
  private void pass(Duration time) {
    for (int i = 0; i < 100; i++) {
      connection.advanceTimeBy(time.toNanos() / 100, TimeUnit.NANOSECONDS);
      connection.runPendingTasks();
    }
  }

  private String sent() {
    StringBuilder text = new StringBuilder();
    for (ByteBuf bytes = connection.readOutbound(); bytes != null; ) {
      text.append(bytes.toString(UTF_8));
      bytes.release();
      bytes = connection.readOutbound();
    }
    return text.toString();
  }
}
