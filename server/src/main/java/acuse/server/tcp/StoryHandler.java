package acuse.server.tcp;

import acuse.common.stdio.BrokenPipe;
import acuse.server.connection.ConnectionEvent;
import acuse.server.connection.TlsEstablished;
import acuse.server.observe.SessionEnd;
import acuse.server.story.KernelInfo;
import acuse.server.story.SessionTally;
import acuse.server.story.SideCounts;
import acuse.server.story.Stories;
import acuse.server.story.StreamEnd;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.unix.Errors;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Sees what a connection carries and how it ends, for the story of its session. It stands where the
 * bytes are plain text, and only where somebody wants stories.
 *
 * <pre>
 * reads, FIN, RST  ─→ this ─→ session
 * writes, flushes, FIN ←──────┘
 * </pre>
 *
 * <p>The kernel can be asked only while the connection is open: so that happens at the peer's FIN,
 * before our own close, and once per second in between. The story is told when this handler is
 * removed, the last of its connection. Runs on the connection's event loop.
 */
final class StoryHandler extends ChannelDuplexHandler implements Patrolled {
  /** Patrols come each second or more often; this keeps to one of them per second. */
  private static final long KERNEL_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

  private static final String RESET_WORDS = "Connection reset";

  private final SessionTally tally;
  private final Stories stories;
  private final SessionPatrol patrol;
  private ChannelHandlerContext ctx;
  private long unflushedBytes;
  private long kernelAskedNanos = System.nanoTime();

  /** Nothing has come. */
  StoryHandler(SessionTally tally, Stories stories, SessionPatrol patrol) {
    this.tally = tally;
    this.stories = stories;
    this.patrol = patrol;
  }

  /** What it has seen so far. */
  SessionTally tally() {
    return tally;
  }

  /** What has come from the peer. */
  SideCounts in() {
    return tally.in();
  }

  /** The session is over; what is still on its way is not. */
  void sessionOver(SessionEnd why) {
    tally.over(why);
  }

  /** This side is about to reset the connection. */
  void resetByUs() {
    askKernel();
    tally.weEnded(StreamEnd.RST);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    this.ctx = ctx;
    if (stories.areTold()) {
      patrol.add(this);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    patrol.remove(this);
    tally.connectionClosed();
    stories.end(tally);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    tally.read(((ByteBuf) read).readableBytes());
    ctx.fireChannelRead(read);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      askKernel();
      tally.peerEnded(StreamEnd.FIN);
    } else if (event instanceof TlsEstablished tls) {
      tally.secured(tls.version(), tls.cipher());
    } else if (event == ConnectionEvent.BUFFERS_NEEDED) {
      resetByUs();
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (isReset(cause)) {
      tally.peerEnded(StreamEnd.RST);
    } else if (cause instanceof IOException) {
      tally.connectionLost();
    }
    ctx.fireExceptionCaught(cause);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf bytes) {
      unflushedBytes += bytes.readableBytes();
      ctx.write(message, promise);
    } else if (message == ConnectionEvent.FIN) {
      ChannelPromise written = promise.unvoid();
      ctx.write(message, written);
      written.addListener(
          done -> {
            if (done.isSuccess()) {
              tally.weEnded(StreamEnd.FIN);
            }
          });
    } else {
      ctx.write(message, promise);
    }
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    if (unflushedBytes > 0) {
      tally.wrote(unflushedBytes);
      unflushedBytes = 0;
    }
    ctx.flush();
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    askKernel();
    ctx.close(promise);
  }

  /** Never stalls; it asks the kernel on this occasion. */
  @Override
  public boolean hasStalled(long nowNanos) {
    if (nowNanos - kernelAskedNanos >= KERNEL_NANOS) {
      kernelAskedNanos = nowNanos;
      askKernel();
    }
    return false;
  }

  @Override
  public void endStalled() {
    throw new IllegalStateException("it never stalls");
  }

  private void askKernel() {
    if (stories.areTold()) {
      KernelInfo.of(ctx.channel()).ifPresent(tally::kernel);
    }
  }

  /** A write finds out by EPIPE that the peer had reset before. */
  private static boolean isReset(Throwable cause) {
    if (cause instanceof Errors.NativeIoException failure) {
      return failure.expectedErr() == Errors.ERRNO_ECONNRESET_NEGATIVE
          || failure.expectedErr() == Errors.ERRNO_EPIPE_NEGATIVE;
    }
    return cause instanceof IOException failure
        && (String.valueOf(failure.getMessage()).contains(RESET_WORDS)
            || BrokenPipe.isCauseOf(failure));
  }
}
