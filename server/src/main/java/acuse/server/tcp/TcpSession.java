package acuse.server.tcp;

import acuse.common.codec.ExitCommandHandler;
import acuse.common.codec.MessageSink;
import acuse.common.codec.StreamDecoder;
import acuse.common.protocol.LineEnding;
import acuse.common.protocol.Protocol;
import acuse.server.config.ServerConfig;
import acuse.server.guard.Failure;
import acuse.server.guard.GuardConfig;
import acuse.server.guard.Limit;
import acuse.server.guard.LimitCounters;
import acuse.server.reply.Acknowledgement;
import acuse.server.session.SessionEnd;
import acuse.server.session.SessionObserver;
import acuse.server.transport.ReusedBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One peer's TCP session: what it sends is cut into messages, and the replies to all messages of
 * one read go out in one write.
 *
 * <pre>
 * read ─→ received ─→ decoder ─→ exit word? ─→ replies ─→ write, one flush a read
 *            └── waits here, and reading stops, while the peer does not take its replies
 * </pre>
 *
 * <p>It ends when the peer finishes and has all its replies, or says the exit word; when it stalls;
 * or when the server stops. Runs on its connection's event loop alone.
 */
final class TcpSession extends ChannelInboundHandlerAdapter implements MessageSink, Patrolled {
  private static final InternalLogger LOGGER = InternalLoggerFactory.getInstance(TcpSession.class);

  /**
   * After this long without an LF, a peer that is not known yet is taken for one without framing.
   */
  private static final Duration SILENCE = Duration.ofMillis(100);

  /** How long to wait for a peer's FIN after ours. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  /** The same when the server stops and nothing came since: few replies can be on their way. */
  static final Duration IDLE_LINGER = Duration.ofMillis(300);

  /** When the server stops: without a read for this long, nothing waits in the socket. */
  private static final long DRAIN_QUIET_MILLIS = 20;

  /** Short messages can have replies many times their size; this much of them is sent at once. */
  static final int REPLY_BATCH_BYTES = 64 * 1024;

  private final Acknowledgement acknowledgement;
  private final ReusedBuffer replyBuffers;
  private final GuardConfig guard;
  private final SessionPatrol patrol;
  private final LimitCounters counters;
  private final SessionObserver observer;
  private final ConnectionBuffers.Part receivedBytes;
  private final ConnectionBuffers.Part untakenReplyBytes;
  private final StreamDecoder decoder;
  private final ExitCommandHandler exitCommand;

  private final InetSocketAddress peer;

  private ChannelHandlerContext ctx;
  private SilenceTimer silence;
  private SessionEnd end = SessionEnd.BROKEN;

  private ByteBuf received = Unpooled.EMPTY_BUFFER;
  private ByteBuf replies = Unpooled.EMPTY_BUFFER;

  private boolean peerFinished;
  private boolean cut;
  private boolean answering;
  private boolean peerIsBehind;

  /** The capacity of the buffers with replies that the peer has not taken. */
  private long untakenBytes;

  private final StallWatch stall = new StallWatch(System.nanoTime());
  private final DrainWatch drain = new DrainWatch();
  private boolean socketRanDry;

  TcpSession(
      ServerConfig config,
      Acknowledgement acknowledgement,
      ReusedBuffer replyBuffers,
      SessionPatrol patrol,
      LimitCounters counters,
      SessionObserver observer,
      ConnectionBuffers buffers,
      InetSocketAddress peer) {
    this.acknowledgement = acknowledgement;
    this.replyBuffers = replyBuffers;
    this.guard = config.guard();
    this.patrol = patrol;
    this.counters = counters;
    this.peer = peer;
    this.observer = observer;
    this.receivedBytes = buffers.newPart();
    this.untakenReplyBytes = buffers.newPart();
    this.decoder = StreamDecoder.of(config.framing(), config.maxMessageBytes());
    this.exitCommand = new ExitCommandHandler(config.exitWord(), this);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    this.ctx = ctx;
    this.silence = new SilenceTimer(SILENCE, ctx.executor(), orFail(this::onSilence));
    patrol.add(this);
    observer.began(Protocol.TCP, peer);
  }

  /** The end of every session, whichever way it took. */
  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    silence.cancel();
    decoder.release();
    received.release();
    replies.release();
    receivedBytes.set(0);
    patrol.remove(this);
    observer.ended(Protocol.TCP, peer, end);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    ByteBuf bytes = (ByteBuf) read;
    socketRanDry = bytes.isWritable();
    drain.onRead();
    stall.onRead();
    received =
        received.isReadable()
            ? ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), received, bytes)
            : bytes;
    answerReceived();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    flushReplies();
    if (decoder.awaitsSilence()) {
      silence.restart();
    }
    if (drain.isDue() && socketRanDry && nothingWaits()) {
      endDrained();
    } else {
      countBuffers();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      peerFinished = true;
      answerReceived();
    } else if (event instanceof BuffersNeeded) {
      end = SessionEnd.BUFFERS_NEEDED;
    } else if (event instanceof StreamCut) {
      cut = true;
    } else if (event instanceof SocketRanDry) {
      socketRanDry = true;
    } else if (event instanceof DrainRequest) {
      drain.request();
      end = SessionEnd.SERVER_STOPPED; // unless it ends otherwise before the server cuts it off
      checkDrainedSoon();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (Failure.isBug(cause)) {
      LOGGER.error("bug in the session of {}", peer, cause);
    }
    ctx.close();
  }

  @Override
  public void message(ByteBuf bytes, int index, int length, LineEnding ending) {
    observer.received(Protocol.TCP, peer, bytes, index, length);
    acknowledgement.acknowledge(bytes, index, length, ending, replyBuffer());
  }

  @Override
  public void messageTooLong(LineEnding ending) {
    observer.rejected(Protocol.TCP, peer, acknowledgement.maxMessageBytes(ending));
    acknowledgement.reject(ending, replyBuffer());
  }

  @Override
  public boolean hasStalled(long nowNanos) {
    long pendingBytes = PendingReplies.bytes(ctx.channel());
    Duration limit = pendingBytes > 0 ? guard.writeTimeout() : guard.idleTimeout();
    return stall.stillNanos(pendingBytes, nowNanos) > limit.toNanos();
  }

  @Override
  public void endStalled() {
    orFail(PendingReplies.bytes(ctx.channel()) > 0 ? this::endDeaf : this::endIdle).run();
  }

  private void endDeaf() {
    end = SessionEnd.NOT_READING;
    PendingReplies.abandon(ctx.channel(), counters);
  }

  private void endIdle() {
    counters.acted(Limit.IDLE_TIMEOUT);
    if (decoder.isInMessage()) {
      acknowledgement.rejectUnfinished(replyBuffer());
    }
    endWith(SessionEnd.IDLE, LINGER);
  }

  /** Answers until everything is answered, the peer says the exit word, or replies pile up. */
  private void answerReceived() {
    if (answering) {
      return; // a flush found that the peer is no longer behind: the loop below will notice
    }
    answering = true;
    while (received.isReadable() && !exitCommand.exitSeen() && hasRoomForReplies()) {
      decoder.decode(received, exitCommand);
    }
    answering = false;
    if (received.isReadable() && !exitCommand.exitSeen()) {
      return; // goes on when the peer has taken its replies
    }
    received.release();
    received = Unpooled.EMPTY_BUFFER;
    if (exitCommand.exitSeen()) {
      endWith(SessionEnd.EXIT, LINGER);
    } else if (peerFinished) {
      if (!cut) {
        decoder.end(exitCommand);
      }
      endWith(exitCommand.exitSeen() ? SessionEnd.EXIT : endOfPeer(), LINGER);
    }
  }

  private SessionEnd endOfPeer() {
    return cut ? SessionEnd.BROKEN : SessionEnd.PEER_CLOSED;
  }

  private boolean hasRoomForReplies() {
    if (replies.readableBytes() >= REPLY_BATCH_BYTES) {
      flushReplies();
    }
    return !peerIsBehind;
  }

  private void onSilence() {
    decoder.silence(exitCommand);
    if (exitCommand.exitSeen()) {
      endWith(SessionEnd.EXIT, LINGER);
    } else {
      flushReplies();
      countBuffers();
    }
  }

  private void checkDrainedSoon() {
    ctx.executor().schedule(orFail(this::checkDrained), DRAIN_QUIET_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void checkDrained() {
    if (ctx.isRemoved()) {
      return;
    }
    if (drain.stirredSinceLastAsked() || !nothingWaits()) {
      checkDrainedSoon();
    } else {
      endDrained();
    }
  }

  /** What timers run has nobody who tells {@link #exceptionCaught} of its failures. */
  private Runnable orFail(Runnable step) {
    return () -> {
      try {
        step.run();
      } catch (RuntimeException | OutOfMemoryError e) {
        exceptionCaught(ctx, e);
      }
    };
  }

  /** Neither received bytes nor replies keep this session from reading on. */
  private boolean nothingWaits() {
    return !received.isReadable() && !peerIsBehind && !ctx.isRemoved();
  }

  private void endDrained() {
    decoder.silence(exitCommand);
    endWith(SessionEnd.SERVER_STOPPED, drain.readSinceRequest() ? LINGER : IDLE_LINGER);
  }

  /**
   * The last replies are flushed by the handler that takes over: a flush tells of writability at
   * once, and would find this session half ended.
   */
  private void endWith(SessionEnd why, Duration linger) {
    end = why;
    if (replies.isReadable()) {
      ByteBuf last = replies;
      replies = Unpooled.EMPTY_BUFFER;
      untakenBytes += last.capacity();
      ctx.write(last, ctx.voidPromise());
    }
    ctx.pipeline()
        .replace(
            this,
            "lingering close",
            new LingeringClose(linger, guard, patrol, counters, untakenReplyBytes, untakenBytes));
  }

  private ByteBuf replyBuffer() {
    if (replies.capacity() == 0) {
      replies = replyBuffers.borrow(ctx.alloc());
    }
    return replies;
  }

  private void flushReplies() {
    if (replies.isReadable()) {
      ByteBuf batch = replies;
      replies = Unpooled.EMPTY_BUFFER;
      stall.onReply(batch.readableBytes());
      int capacity = batch.capacity();
      ctx.writeAndFlush(batch, ctx.voidPromise());
      if (PendingReplies.bytes(ctx.channel()) > 0) {
        untakenBytes += capacity;
        if (!peerIsBehind) {
          waitForPeer();
        }
      }
    }
  }

  /**
   * Reads no more until the peer has taken all its replies, which is when what is written behind
   * them is done. So a connection keeps one batch of them: many small ones, each in a buffer of its
   * own, would take far more memory than they have bytes.
   */
  private void waitForPeer() {
    setPeerIsBehind(true);
    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            taken -> {
              if (taken.isSuccess() && !ctx.isRemoved()) {
                orFail(this::goOn).run();
              }
            });
  }

  private void goOn() {
    setPeerIsBehind(false);
    untakenBytes = 0;
    answerReceived();
    flushReplies();
    countBuffers();
  }

  /** To be called last, for it may reset this very connection. */
  private void countBuffers() {
    if (!ctx.isRemoved()) {
      receivedBytes.set(decoder.heldBytes() + (long) received.capacity());
      untakenReplyBytes.set(untakenBytes);
    }
  }

  private void setPeerIsBehind(boolean peerIsBehind) {
    this.peerIsBehind = peerIsBehind;
    drain.onPeerChanged();
    ctx.channel().config().setAutoRead(!peerIsBehind);
  }
}
