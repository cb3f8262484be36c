package acuse.server.tcp;

import acuse.server.connection.ConnectionBuffers;
import acuse.server.connection.ConnectionEvent;
import acuse.server.connection.HeldBack;
import acuse.server.connection.HeldBack.Place;
import acuse.server.guard.Failure;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
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
 * Ends a connection so that the replies on their way arrive. A session's handler makes way for this
 * one when it has written its last reply.
 *
 * <pre>
 * replies …  FIN  ──→
 *                      read and drop what still comes
 *            ←──  FIN  or time is up: close
 * </pre>
 *
 * A socket closed with unread bytes sends RST, and a peer that gets RST may throw away replies that
 * it has not read yet (RFC 2525, section 2.17; RFC 9112, section 9.6).
 */
final class LingeringClose extends ChannelInboundHandlerAdapter implements Patrolled {
  private static final InternalLogger LOGGER =
      InternalLoggerFactory.getInstance(LingeringClose.class);

  /** How long to wait for a peer's FIN after ours. */
  static final Duration LINGER = Duration.ofSeconds(2);

  /** The same when the server stops and nothing came since: few replies can be on their way. */
  static final Duration IDLE_LINGER = Duration.ofMillis(300);

  private final Duration limit;
  private final TcpSession.Environment environment;
  private final HeldBack heldBack;
  private final ConnectionBuffers.Part untakenPart;
  private final Optional<WireHandler> wire;
  private long untakenBytes;
  private final StallWatch stall = new StallWatch(System.nanoTime());
  private ChannelHandlerContext ctx;
  private Future<?> deadline;
  private boolean finWritten;

  /**
   * Closes after the last reply.
   *
   * @param limit how long to wait for the peer's FIN after ours
   * @param heldBack what stages hold back; from now on this is told of changes
   * @param untakenPart is told when the peer has taken the replies that are still to be sent
   * @param untakenBytes the capacity of the buffers that hold them
   * @param wire sees what the connection carries; empty if nobody wants to know
   */
  LingeringClose(
      Duration limit,
      TcpSession.Environment environment,
      HeldBack heldBack,
      ConnectionBuffers.Part untakenPart,
      long untakenBytes,
      Optional<WireHandler> wire) {
    this.limit = limit;
    this.environment = environment;
    this.heldBack = heldBack;
    this.untakenPart = untakenPart;
    this.untakenBytes = untakenBytes;
    this.wire = wire;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    this.ctx = ctx;
    heldBack.listen(this::heldBackChanged);
    ctx.channel().config().setAutoRead(!heldBack.isFull());
    environment.patrol().add(this);
    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            lastReplyWritten -> {
              untakenBytes = 0;
              untakenPart.set(0);
              if (lastReplyWritten.isSuccess()) {
                finish();
              } else {
                ctx.close();
              }
            });
    countUntaken();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    environment.patrol().remove(this);
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  @Override
  public boolean hasStalled(long nowNanos) {
    long pendingBytes = PendingReplies.bytes(ctx.channel());
    if (pendingBytes == 0 && heldBack.isAny()) {
      stall.restart(nowNanos);
    }
    return stall.stillNanos(pendingBytes, nowNanos) > environment.guard().writeTimeout().toNanos()
        && pendingBytes > 0;
  }

  @Override
  public void endStalled() {
    wire.ifPresent(WireHandler::resetByUs);
    PendingReplies.abandon(ctx.channel(), environment.counters());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object dropped) {
    ReferenceCountUtil.release(dropped);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent && finWritten) {
      ctx.close(); // else replies are still being written, and go first
    } else if (event == ConnectionEvent.DRAIN && finWritten) {
      closeAfter(IDLE_LINGER);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (Failure.isBug(cause)) {
      LOGGER.error("bug in closing {}", ctx.channel(), cause);
    }
    ctx.close();
  }

  /** Replies that a stage has released may wait in the socket now; or it has room again. */
  private void heldBackChanged(long releasedReplyBytes) {
    ctx.channel().config().setAutoRead(!heldBack.isFull());
    untakenBytes += releasedReplyBytes;
    countUntaken();
    heldBack.countMemory();
  }

  /** To be called last, for it may reset the connection. */
  private void countUntaken() {
    if (PendingReplies.bytes(ctx.channel()) > 0) {
      untakenPart.set(untakenBytes);
    }
  }

  private void finish() {
    if (socket().isInputShutdown()) {
      ctx.close();
    } else {
      closeAfter(limit);
      ctx.writeAndFlush(ConnectionEvent.FIN).addListener(written -> finWritten());
    }
  }

  private void finWritten() {
    finWritten = true;
    if (socket().isInputShutdown()) {
      ctx.close();
    }
  }

  private void closeAfter(Duration time) {
    if (deadline != null) {
      deadline.cancel(false);
    }
    deadline =
        ctx.executor()
            .schedule(() -> closeUnlessHeldBack(time), time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** The peer cannot answer a FIN that a stage holds back. */
  private void closeUnlessHeldBack(Duration time) {
    if (heldBack.isAnyAt(Place.REPLIES)) {
      closeAfter(time);
    } else {
      ctx.close();
    }
  }

  private SocketChannel socket() {
    return (SocketChannel) ctx.channel();
  }
}
