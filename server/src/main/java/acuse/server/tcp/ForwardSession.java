package acuse.server.tcp;

import acuse.server.connection.AbruptClose;
import acuse.server.connection.ConnectionBuffers;
import acuse.server.connection.ConnectionEvent;
import acuse.server.connection.HeldBack;
import acuse.server.guard.Failure;
import acuse.server.guard.Limit;
import acuse.server.observe.ServerObserver.Event;
import acuse.server.observe.Session;
import acuse.server.observe.SessionEnd;
import acuse.server.story.SessionTally;
import acuse.server.story.SideCounts;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One peer's TCP session that is forwarded: the peer's connection and the one to the target are two
 * ends of one cable.
 *
 * <pre>
 * peer ─ … ─ this                    {@link TargetEnd} ─ … ─ target
 *             └──── {@link Relay} to the target ────→┘
 *             └←─── {@link Relay} to the peer ───────┘
 * </pre>
 *
 * <p>The connection to the target is opened when the session begins; with TLS, once its handshake
 * has succeeded. Until it is there, the peer is not read. FIN on one side is FIN on the other, in
 * order with the bytes; a reset is a reset, and so is a target that cannot be reached, or the end
 * of TLS without close_notify. When the server stops, the peer is read until it is quiet, the
 * target gets FIN, and the session ends when the target has answered with its own.
 *
 * <p>Runs on the event loop of both connections.
 */
final class ForwardSession extends ChannelInboundHandlerAdapter implements Patrolled {
  private static final InternalLogger LOGGER =
      InternalLoggerFactory.getInstance(ForwardSession.class);

  private final Session session;
  private final TcpSession.Environment environment;
  private final Forwarding forwarding;
  private final ConnectionBuffers buffers;
  private final Optional<SessionFaults> faults;
  private final Optional<FaultStage> stageOut;
  private final HeldBack heldBackOut;
  private final Optional<SessionTally> tally;
  private final Optional<WireHandler> wire;
  private final boolean tellsMessages;
  private final boolean tellsReplies;
  private final CableWatch watch;

  private ChannelHandlerContext ctx;
  private Drain drain;
  private Relay toTarget;
  private Relay toPeer;
  private Optional<FaultStage> stageIn = Optional.empty();
  private Optional<WakeUp> stallEnd = Optional.empty();
  private Optional<SessionEnd> stalled = Optional.empty();
  private SocketChannel target;
  private Optional<WireHandler> targetWire = Optional.empty();
  private Future<?> lingering;

  private boolean connecting;
  private boolean peerFinished;
  private boolean cut;

  private boolean over;

  /** Why it ends unless something else ends it first; null for a connection that breaks. */
  private SessionEnd end;

  /**
   * Has not begun.
   *
   * @param faults of this session; empty if there can be none
   * @param stageOut what they make of writes to the peer; it stands before this handler
   * @param heldBackOut what it holds back
   * @param tally for the story of the session; empty if nobody wants to know
   * @param wire sees what the peer's connection carries; empty if nobody wants to know
   */
  ForwardSession(
      Session session,
      TcpSession.Environment environment,
      Forwarding forwarding,
      ConnectionBuffers buffers,
      Optional<SessionFaults> faults,
      Optional<FaultStage> stageOut,
      HeldBack heldBackOut,
      Optional<SessionTally> tally,
      Optional<WireHandler> wire) {
    this.session = session;
    this.environment = environment;
    this.forwarding = forwarding;
    this.buffers = buffers;
    this.faults = faults;
    this.stageOut = stageOut;
    this.heldBackOut = heldBackOut;
    this.tally = tally;
    this.wire = wire;
    this.watch = new CableWatch(environment.guard());
    this.tellsMessages = environment.observer().wants().contains(Event.MESSAGE);
    this.tellsReplies = environment.observer().wants().contains(Event.REPLY);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    this.ctx = ctx;
    drain = new Drain(ctx.executor(), this::nothingWaits, this::reportingFailure, this::endDrained);
    HeldBack heldBackIn = new HeldBack(buffers);
    stageIn = faults.map(all -> new FaultStage(all, all.in(), environment.heldRoom(), heldBackIn));
    stallEnd = faults.map(any -> new WakeUp(ctx.executor(), reportingFailure(this::endOfStall)));
    toTarget = newRelay(true, stageIn, heldBackIn, watch.target());
    toPeer = newRelay(false, stageOut, heldBackOut, watch.peer());
    toTarget.readFrom(ctx.channel());
    toPeer.writeTo(ctx, stageOut.map(FaultStage::toSocket).orElse(ctx));
    environment.patrol().add(this);
    environment.sessions().began();
    if (environment.tellsSessions()) {
      environment.observer().began(session);
    }
    if (session.secured()) {
      ctx.channel().config().setAutoRead(true); // for the handshake
    } else {
      connect();
    }
  }

  /** The end of every session, whichever way it took. */
  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (lingering != null) {
      lingering.cancel(false);
    }
    if (!over) {
      end = endIfBroken();
      endRelays();
      closeTarget(true);
    }
    environment.sessions().ended(end);
    tally.ifPresent(present -> present.over(end));
    if (environment.tellsSessions()) {
      environment
          .observer()
          .ended(session, end, tally.map(SessionTally::in).orElse(SideCounts.NONE));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    if (over) {
      ReferenceCountUtil.release(read);
      return;
    }
    ByteBuf bytes = (ByteBuf) read;
    int length = bytes.readableBytes();
    drain.onRead();
    watch.peer().onRead();
    environment.traffic().received(length);
    if (tellsMessages) {
      environment.observer().received(session, bytes, bytes.readerIndex(), length);
    }
    toTarget.add(bytes);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (!over) {
      toTarget.proceed();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      peerFinished();
    } else if (event instanceof ConnectionEvent connectionEvent) {
      switch (connectionEvent) {
        case SECURED -> connect(); // told once
        case CUT -> cut = true;
        case BUFFERS_NEEDED -> end = SessionEnd.BUFFERS_NEEDED;
        case RESET -> {
          end = SessionEnd.ON_PURPOSE; // the target follows when this connection is gone
          wire.ifPresent(WireHandler::resetByUs);
        }
        case RAN_DRY -> onRanDry();
        case DRAIN -> requestDrain();
        case FIN -> {} // which only this side writes
      }
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    exceptionCaught(cause);
  }

  /** On either connection. */
  void exceptionCaught(Throwable cause) {
    if (Failure.isBug(cause)) {
      LOGGER.error("bug in the session of {}", session.peer(), cause);
    }
    breakUp(endIfBroken()); // also told of writes that fail because the server closes a connection
  }

  /** Takes over what the target has sent. */
  void readFromTarget(ByteBuf bytes) {
    if (over) {
      bytes.release();
      return;
    }
    int length = bytes.readableBytes();
    watch.target().onRead();
    environment.traffic().sent(length);
    if (tellsReplies) {
      environment.observer().replied(session, bytes, bytes.readerIndex(), length);
    }
    toPeer.add(bytes);
  }

  void targetReadComplete() {
    if (!over) {
      toPeer.proceed();
    }
  }

  void targetFinished() {
    if (!over) {
      if (end == null) {
        end = SessionEnd.TARGET_CLOSED;
      }
      toPeer.finish();
    }
  }

  /** A fault resets the connection to the target. The peer's follows when it is gone. */
  void targetResetOnPurpose() {
    end = SessionEnd.ON_PURPOSE;
    targetWire.ifPresent(WireHandler::resetByUs);
  }

  /** The connection to the target is gone. */
  void targetGone() {
    breakUp(endIfBroken());
  }

  @Override
  public boolean hasStalled(long nowNanos) {
    if (over) {
      return false;
    }
    if (connecting || toTarget.isHeldBack() || toPeer.isHeldBack()) {
      watch.restart(nowNanos);
      return false;
    }
    stalled = watch.end(ctx.channel(), target, nowNanos);
    return stalled.isPresent();
  }

  @Override
  public void endStalled() {
    if (over) {
      return; // another that has stalled was ended before, and that has ended this one
    }
    SessionEnd why = stalled.orElseThrow();
    if (why == SessionEnd.IDLE) {
      environment.counters().acted(Limit.IDLE_TIMEOUT);
      end = why;
      closeBoth();
    } else {
      environment.counters().acted(Limit.WRITE_TIMEOUT);
      breakUp(why);
    }
  }

  private Relay newRelay(
      boolean in, Optional<FaultStage> stage, HeldBack heldBack, StallWatch sinkStall) {
    MessageBoundaries boundaries = new MessageBoundaries(environment.config().framing());
    Runnable count = tally.isPresent() ? newCount(in, tally.get()) : newCount(in);
    Runnable onRoom = reportingFailure(() -> (in ? toTarget : toPeer).roomAgain());
    RelayWriter writer =
        stage.isEmpty()
            ? new PromptWriter(boundaries, count)
            : new FaultyWriter(
                faults.get(),
                in,
                stage.get(),
                boundaries,
                count,
                environment.heldRoom(),
                ctx.executor(),
                this::stall,
                onRoom);
    Runnable onReadingChanged = in ? drain::onPauseChanged : () -> {};
    return new Relay(
        writer,
        heldBack,
        sinkStall,
        buffers.newPart(),
        onReadingChanged,
        this::finWritten,
        this::targetGone);
  }

  private Runnable newCount(boolean in) {
    return in ? environment.traffic()::message : environment.traffic()::reply;
  }

  private Runnable newCount(boolean in, SessionTally tally) {
    Runnable traffic = newCount(in);
    Runnable ofSession = in ? tally::messageIn : tally::messageOut;
    return () -> {
      traffic.run();
      ofSession.run();
    };
  }

  private void connect() {
    connecting = true;
    ctx.channel().config().setAutoRead(false);
    forwarding.connect(session, () -> !over, this::connected, this::unreachable);
  }

  private void connected(SocketChannel connection) {
    connecting = false;
    target = connection;
    targetWire = forwarding.newWire(connection, environment.config().framing());
    ConnectionPipeline.addTargetHandlers(connection, targetWire, stageIn, new TargetEnd(this));
    ChannelHandlerContext last = connection.pipeline().lastContext();
    toTarget.writeTo(last, stageIn.map(FaultStage::toSocket).orElse(last));
    toPeer.readFrom(connection);
    toPeer.proceed();
    if (!over) {
      toTarget.proceed();
    }
  }

  private void unreachable() {
    connecting = false;
    breakUp(SessionEnd.TARGET_UNREACHABLE);
  }

  private void peerFinished() {
    peerFinished = true;
    if (lingering != null) {
      ctx.close();
    } else if (!over) {
      if (end == null) {
        end = cut ? SessionEnd.BROKEN : SessionEnd.PEER_CLOSED;
      }
      if (cut) {
        toTarget.finishCut();
      } else {
        toTarget.finish();
      }
    }
  }

  private void finWritten() {
    if (over) {
      return;
    }
    if (toPeer.isLast()) {
      end = SessionEnd.ON_PURPOSE;
    }
    if (toPeer.isFinWritten() && (toTarget.isFinWritten() || toPeer.isLast())) {
      if (peerFinished) {
        closeBoth();
      } else {
        linger();
      }
    }
  }

  /**
   * The peer has everything. A socket that is closed with unread bytes would reset the connection,
   * and what is on its way would be lost: see {@link LingeringClose}.
   */
  private void linger() {
    boolean idle = !drain.readSinceRequest() && end == SessionEnd.SERVER_STOPPED;
    Duration limit = idle ? LingeringClose.IDLE_LINGER : LingeringClose.LINGER;
    endRelays();
    closeTarget(false);
    ctx.channel().config().setAutoRead(true);
    lingering = ctx.executor().schedule(() -> ctx.close(), limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void closeBoth() {
    endRelays();
    closeTarget(false);
    ctx.close();
  }

  /** Both connections are reset. Nothing happens if the session is over already. */
  private void breakUp(SessionEnd why) {
    if (over) {
      return;
    }
    end = why;
    endRelays();
    closeTarget(true);
    if (ctx.channel().isOpen()) {
      wire.ifPresent(WireHandler::resetByUs);
    }
    reset(ctx.channel());
  }

  /** Why it ends if a connection breaks now: there may have been a reason before. */
  private SessionEnd endIfBroken() {
    boolean known = end != null && end != SessionEnd.PEER_CLOSED && end != SessionEnd.TARGET_CLOSED;
    return known ? end : SessionEnd.BROKEN;
  }

  private void endRelays() {
    over = true;
    drain.cancel();
    stallEnd.ifPresent(WakeUp::cancel);
    environment.patrol().remove(this);
    tally.ifPresent(present -> present.takesNoMore(toTarget.unwrittenBytes()));
    toTarget.release();
    toPeer.release();
  }

  private void closeTarget(boolean abruptly) {
    if (target == null) {
      return; // one that is being connected closes when it is
    }
    if (abruptly) {
      if (target.isOpen()) {
        targetWire.ifPresent(WireHandler::resetByUs);
      }
      reset(target);
    } else {
      target.close();
    }
  }

  private static void reset(Channel connection) {
    if (connection.isOpen()) {
      connection.config().setOption(ChannelOption.SO_LINGER, 0);
      AbruptClose.of(connection);
    }
  }

  /** What was read goes out first, for the end may come with this. */
  private void onRanDry() {
    if (!over) {
      toTarget.flush();
      drain.onRanDry();
    }
  }

  private void requestDrain() {
    if (!over) {
      end = SessionEnd.SERVER_STOPPED; // unless it ends otherwise before it is cut off
      drain.request();
    }
  }

  /** Nothing that the peer has sent waits, neither here nor in the socket. */
  private boolean nothingWaits() {
    return toTarget.isReading() || peerFinished;
  }

  private void endDrained() {
    toTarget.endReading();
    if (!over) {
      toTarget.finish();
    }
  }

  private void stall(long untilNanos) {
    toTarget.setStalled(true);
    toPeer.setStalled(true);
    stallEnd.get().at(untilNanos);
  }

  private void endOfStall() {
    toTarget.setStalled(false);
    if (!over) {
      toPeer.setStalled(false);
    }
  }

  /** A timer does not report the failures of its tasks, so the tasks report them. */
  private Runnable reportingFailure(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | OutOfMemoryError e) {
        exceptionCaught(e);
      }
    };
  }
}
