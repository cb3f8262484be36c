package acuse.server.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import acuse.common.protocol.Protocol;
import acuse.common.protocol.ReplyTemplate;
import acuse.common.transport.ReusedBuffer;
import acuse.server.config.ServerConfig;
import acuse.server.config.ServerConfigBuilder;
import acuse.server.connection.BufferHolders;
import acuse.server.connection.ConnectionBuffers;
import acuse.server.connection.ConnectionEvent;
import acuse.server.connection.HeldBack;
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
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.FastThreadLocal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * A session with faults, without a socket and in a time of its own. A reply is its message in
 * brackets. For one thread.
 */
final class FaultyConnection implements AutoCloseable {
  final EmbeddedConnection connection = new EmbeddedConnection();
  final BufferBudget budget = new BufferBudget();
  final HeldMessages limit = new HeldMessages();
  final List<SessionEnd> ends = new ArrayList<>();
  final List<String> received = new ArrayList<>();
  final HeldBack heldBack;
  private final List<BufferHolders> loops = new ArrayList<>();

  FaultyConnection(SessionFaults faults) {
    this(faults, config -> config);
  }

  FaultyConnection(SessionFaults faults, UnaryOperator<ServerConfigBuilder> changes) {
    ServerConfig config =
        changes.apply(ServerConfig.builder().reply(ReplyTemplate.parse("[{message}]"))).build();
    connection.freezeTime();
    BufferHolders holders =
        new BufferHolders(budget, new LimitCounters(), connection.eventLoop(), loops);
    loops.add(holders);
    ConnectionBuffers buffers = holders.open(connection);
    heldBack = new HeldBack(buffers);
    HeldRoom heldRoom = new HeldRoom(limit, budget, 1, connection.eventLoop());
    FaultStage replies = new FaultStage(faults, faults.out(), heldRoom, heldBack);
    Session session =
        new Session(
            1,
            Protocol.TCP,
            connection.remoteAddress(),
            connection.localAddress(),
            Instant.now(),
            false);
    ServerObserver observer = new Observer();
    TcpSession.Environment environment =
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
            heldRoom);
    connection
        .pipeline()
        .addLast(
            new SocketEnd(),
            replies,
            new TcpSession(
                session,
                environment,
                buffers,
                heldBack,
                Optional.of(replies),
                Optional.empty(),
                Optional.empty()));
  }

  private final class Observer implements ServerObserver {
    @Override
    public void received(Session session, ByteBuf bytes, int index, int length) {
      received.add(bytes.toString(index, length, UTF_8));
    }

    @Override
    public void ended(Session session, SessionEnd why, SideCounts received) {
      ends.add(why);
    }
  }

  void receive(String text) {
    connection.writeInbound(Unpooled.copiedBuffer(text, UTF_8));
  }

  void finish() {
    connection.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
  }

  void drain() {
    connection.pipeline().fireUserEventTriggered(ConnectionEvent.DRAIN);
  }

  /** In steps of a millisecond, as timers set others. */
  void pass(Duration time) {
    for (long millis = time.toMillis(); millis > 0; millis--) {
      connection.advanceTimeBy(1, TimeUnit.MILLISECONDS);
      connection.runPendingTasks();
    }
  }

  /** What has been written since this was last asked, each write by itself. */
  List<String> writes() {
    List<String> writes = new ArrayList<>();
    for (ByteBuf bytes = connection.readOutbound(); bytes != null; ) {
      if (bytes.isReadable()) {
        writes.add(bytes.toString(UTF_8));
      }
      bytes.release();
      bytes = connection.readOutbound();
    }
    return writes;
  }

  /** The same, together. */
  String sent() {
    return String.join("", writes());
  }

  boolean isReset() {
    Integer linger = connection.config().getOption(ChannelOption.SO_LINGER);
    return !connection.isOpen() && linger == 0;
  }

  boolean isRead() {
    return connection.config().isAutoRead();
  }

  /** Fails if something was left over. */
  @Override
  public void close() {
    connection.finishAndReleaseAll();
    FastThreadLocal.removeAll();
    if (budget.heldBytes() != 0 || limit.held() != 0) {
      throw new AssertionError("left bytes=" + budget.heldBytes() + " messages=" + limit.held());
    }
  }
}
