package acuse.server.tcp;

import acuse.common.codec.StreamDecoder;
import acuse.common.transport.ReusedBuffer;
import acuse.server.config.ServerConfig;
import acuse.server.connection.ConnectionBuffers;
import acuse.server.connection.ConnectionEvent;
import acuse.server.connection.HeldBack;
import acuse.server.connection.HeldBack.Place;
import acuse.server.connection.TlsEstablished;
import acuse.server.guard.Failure;
import acuse.server.guard.GuardConfig;
import acuse.server.guard.Limit;
import acuse.server.guard.LimitCounters;
import acuse.server.metrics.SessionCounters;
import acuse.server.metrics.TrafficCounters;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.Session;
import acuse.server.observe.SessionEnd;
import acuse.server.reply.ReplyFacts;
import acuse.server.reply.Responder;
import acuse.server.story.SessionTally;
import acuse.server.story.SideCounts;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.time.Duration;
import java.util.Optional;

/**
 * One peer's TCP session, from its bytes to its end: what it sends is cut into messages, each
 * message is answered, and the replies to all messages of one read go out together.
 *
 * <pre>
 * read ─→ {@link MessageInput} ─→ {@link Responder} ─→ {@link ReplyBackpressure}
 *             └── waits here, and reading stops, while the peer does not take its replies
 * </pre>
 *
 * <p>It ends when the peer finishes and has all its replies, or says the exit word; when it stalls;
 * or when the server stops; but not before everything has come that a stage before it holds back.
 * Runs on its connection's event loop alone.
 */
final class TcpSession extends ChannelInboundHandlerAdapter implements Patrolled {
  private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(TcpSession.class);

  /**
   * After this long without an LF, a peer that is not known yet is taken for one without framing.
   */
  private static final Duration SILENCE = Duration.ofMillis(100);

  private final Session session;
  private final Environment environment;
  private final ConnectionBuffers.Part receivedPart;
  private final ConnectionBuffers.Part untakenPart;
  private final HeldBack heldBack;
  private final Optional<FaultStage> faults;
  private final Optional<SessionTally> tally;
  private final Optional<WireHandler> wire;
  private final DeferredEnd deferredEnd = new DeferredEnd(this::allHasCome);
  private final StallWatch stall = new StallWatch(System.nanoTime());

  private ChannelHandlerContext ctx;
  private SilenceTimer silence;
  private Drain drain;
  private ReplyBackpressure replies;
  private SessionCore core;
  private ReplyFacts facts;
  private MessageInput input;

  private long reads;
  private boolean peerFinished;
  private boolean cut;
  private boolean inputEnded;
  private boolean ended;
  private SessionEnd end = SessionEnd.BROKEN;

  /**
   * Shared by all sessions of one event loop.
   *
   * @param replyBuffers what batches of replies are written into
   * @param traffic counts the event loop's messages
   * @param sessions counts its sessions
   * @param tellsSessions whether the observer wants to know of sessions
   * @param faults makes those of a session; empty if there can be none, which saves the handlers
   * @param heldRoom for what faults hold back
   */
  record Environment(
      ServerConfig config,
      Responder.Factory responders,
      ReusedBuffer replyBuffers,
      SessionPatrol patrol,
      LimitCounters counters,
      TrafficCounters traffic,
      SessionCounters sessions,
      ServerObserver observer,
      boolean tellsSessions,
      Optional<SessionFaults.Source> faults,
      HeldRoom heldRoom) {
    GuardConfig guard() {
      return config.guard();
    }
  }

  /**
   * Has not begun.
   *
   * @param faults the stage for replies, which stands before this handler; empty if there are none
   * @param tally for the story of the session; empty if nobody wants to know
   * @param wire sees what the connection carries; empty if nobody wants to know
   */
  TcpSession(
      Session session,
      Environment environment,
      ConnectionBuffers buffers,
      HeldBack heldBack,
      Optional<FaultStage> faults,
      Optional<SessionTally> tally,
      Optional<WireHandler> wire) {
    this.faults = faults;
    this.tally = tally;
    this.wire = wire;
    this.session = session;
    this.environment = environment;
    this.receivedPart = buffers.newPart();
    this.untakenPart = buffers.newPart();
    this.heldBack = heldBack;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    this.ctx = ctx;
    silence = new SilenceTimer(SILENCE, ctx.executor(), reportingFailure(this::onSilence));
    drain = new Drain(ctx.executor(), this::nothingWaits, this::reportingFailure, this::endDrained);
    replies =
        new ReplyBackpressure(
            ctx,
            faults.map(FaultStage::toSocket).orElse(ctx),
            environment.replyBuffers,
            heldBack,
            stall,
            untakenPart,
            environment.traffic,
            drain::onPauseChanged,
            reportingFailure(this::goOn));
    heldBack.listen(this::heldBackChanged);
    Responder responder = environment.responders.newResponder(replies, environment.traffic);
    responder.begin(session, tally.orElse(null));
    facts = responder.facts();
    facts.session(session.id());
    facts.between(session.peer(), session.local());
    core = newCore(responder);
    ServerConfig config = environment.config;
    StreamDecoder decoder = StreamDecoder.of(config.framing(), config.maxMessageBytes());
    input = new MessageInput(decoder, core, receivedPart);
    environment.patrol.add(this);
    environment.sessions.began();
    if (environment.tellsSessions) {
      environment.observer.began(session);
    }
  }

  private SessionCore newCore(Responder responder) {
    if (faults.isEmpty()) {
      return new PromptCore(responder, replies);
    }
    SessionFaults ofSession = faults.get().faults();
    TcpFaults impaired =
        new TcpFaults(
            ofSession,
            new ImpairedAnswers(ofSession, ctx, responder, replies, heldBack),
            replies,
            ctx.alloc(),
            environment.config.maxMessageBytes(),
            heldBack,
            environment.heldRoom,
            ctx.executor(),
            this::reportingFailure,
            this::goOn);
    wire.ifPresent(present -> present.messagesCountedBy(impaired::messagesTaken));
    return impaired;
  }

  /** The end of every session, whichever way it took. */
  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    ended = true;
    silence.cancel();
    drain.cancel();
    input.release();
    tally.ifPresent(present -> present.takesNoMore(input.droppedBytes()));
    core.drop();
    replies.release();
    environment.patrol.remove(this);
    environment.sessions.ended(end);
    tally.ifPresent(present -> present.over(end));
    if (environment.tellsSessions) {
      environment.observer.ended(session, end, tally.map(SessionTally::in).orElse(SideCounts.NONE));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    ByteBuf bytes = (ByteBuf) read;
    drain.onRead();
    stall.onRead();
    facts.reads(++reads);
    environment.traffic.received(bytes.readableBytes());
    input.add(ctx.alloc(), bytes);
    answerReceived();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (input.awaitsSilence()) {
      silence.restart();
    }
    replies.flush();
    countHeld();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      peerFinished = true;
      answerReceived();
    } else if (event instanceof TlsEstablished tls) {
      facts.secured(tls.version());
    } else if (event instanceof ConnectionEvent connectionEvent) {
      switch (connectionEvent) {
        case CUT -> cut = true;
        case BUFFERS_NEEDED -> end = SessionEnd.BUFFERS_NEEDED;
        case RESET -> {
          end = SessionEnd.ON_PURPOSE;
          wire.ifPresent(WireHandler::resetByUs);
        }
        case RAN_DRY -> onRanDry();
        case DRAIN -> {
          end = SessionEnd.SERVER_STOPPED; // unless it ends otherwise before it is cut off
          drain.request();
        }
        case SECURED -> {} // its messages follow
        case FIN -> {} // which only this side writes
      }
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (Failure.isBug(cause)) {
      LOGGER.error("bug in the session of {}", session.peer(), cause);
    }
    ctx.close();
  }

  @Override
  public boolean hasStalled(long nowNanos) {
    long pendingBytes = PendingReplies.bytes(ctx.channel());
    if (pendingBytes == 0 && (heldBack.isAny() || heldBack.isFull())) {
      stall.restart(nowNanos); // while the peer has something to take, it is the peer's turn
    }
    Duration limit =
        pendingBytes > 0 ? environment.guard().writeTimeout() : environment.guard().idleTimeout();
    return stall.stillNanos(pendingBytes, nowNanos) > limit.toNanos();
  }

  @Override
  public void endStalled() {
    reportingFailure(PendingReplies.bytes(ctx.channel()) > 0 ? this::endDeaf : this::endIdle).run();
  }

  private void endDeaf() {
    end = SessionEnd.NOT_READING;
    wire.ifPresent(WireHandler::resetByUs);
    PendingReplies.abandon(ctx.channel(), environment.counters);
  }

  private void endIdle() {
    if (!core.hasRoomForLast()) {
      return; // until the next visit
    }
    environment.counters.acted(Limit.IDLE_TIMEOUT);
    if (input.isInMessage()) {
      core.messageUnfinished();
    }
    endWith(SessionEnd.IDLE, LingeringClose.LINGER);
  }

  /** Answers until everything is answered, the session is over, or there is no room. */
  private void answerReceived() {
    if (!input.cutMessages()) {
      return; // goes on when the peer has taken its replies
    }
    if (core.isOver()) {
      endWith(end, LingeringClose.LINGER); // why, the core says
    } else if (peerFinished && !inputEnded && core.hasRoomForLast()) {
      inputEnded = true;
      if (!cut) {
        input.endOfInput();
      }
      deferredEnd.onceAllHasCome(
          () -> endWith(cut ? SessionEnd.BROKEN : SessionEnd.PEER_CLOSED, LingeringClose.LINGER));
    }
  }

  private void onSilence() {
    if (heldBack.isAnyAt(Place.BYTES_IN) || !core.hasRoomForLast()) {
      silence.restart(); // the peer was not silent, or its message has to wait
      return;
    }
    input.silence();
    if (core.isOver()) {
      endWith(end, LingeringClose.LINGER); // why, the core says
    } else {
      replies.flush();
      countHeld();
    }
  }

  /** The replies to what was read go out first, for the end may come with this. */
  private void onRanDry() {
    replies.flush();
    drain.onRanDry();
  }

  /** A stage holds something else than before; what it released has come, or was written. */
  private void heldBackChanged(long releasedReplyBytes) {
    if (ended) {
      return;
    }
    replies.heldBackChanged(releasedReplyBytes);
    reportingFailure(this::goOn).run();
  }

  /** There is room for replies again, or a stage has changed. */
  private void goOn() {
    if (input.isCutting() || core.isReleasing()) {
      return; // it goes on by itself
    }
    core.release();
    if (ended) {
      return;
    }
    answerReceived();
    deferredEnd.onProgress();
    replies.flush();
    countHeld();
  }

  /** To be called last, for it may reset this very connection. */
  private void countHeld() {
    if (!ctx.isRemoved()) {
      input.countHeld();
      replies.countHeld();
      heldBack.countMemory();
    }
  }

  /** Neither received bytes nor replies keep this session from reading on. */
  private boolean nothingWaits() {
    return !input.isWaiting() && !replies.isPaused();
  }

  /** Answers all that has been read, also bytes that stages hold back, and nothing else. */
  private void endDrained() {
    replies.endReading();
    deferredEnd.onceAllHasCome(
        () -> {
          input.silence();
          deferredEnd.onceAllHasCome(
              () ->
                  endWith(
                      SessionEnd.SERVER_STOPPED,
                      drain.readSinceRequest()
                          ? LingeringClose.LINGER
                          : LingeringClose.IDLE_LINGER));
        });
  }

  private boolean allHasCome() {
    return !input.isWaiting() && !heldBack.isAnyIn() && core.hasRoomForLast();
  }

  private void endWith(SessionEnd why, Duration linger) {
    if (ended) {
      return;
    }
    ended = true;
    end = core.endOr(why);
    long untakenBytes = replies.writeLast();
    ctx.pipeline()
        .replace(
            this,
            "lingering close",
            new LingeringClose(linger, environment, heldBack, untakenPart, untakenBytes, wire));
  }

  /** A timer does not report the failures of its tasks, so the tasks report them. */
  private Runnable reportingFailure(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | OutOfMemoryError e) {
        exceptionCaught(ctx, e);
      }
    };
  }
}
