package acuse.server.tcp;

import acuse.common.stdio.BrokenPipe;
import acuse.server.connection.ConnectionEvent;
import acuse.server.connection.TlsEstablished;
import acuse.server.story.StreamEnd;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.unix.Errors;
import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Sees what a connection carries and how it ends, and tells its listeners. It stands where the
 * bytes are plain text, and only where somebody listens.
 *
 * <pre>
 * reads, FIN, RST      ─→ this ─→ session
 * writes, flushes, FIN ←──────┘
 * </pre>
 *
 * <p>Runs on the connection's event loop.
 */
final class WireHandler extends ChannelDuplexHandler {
  private static final String RESET_WORDS = "Connection reset";

  private final List<WireListener> listeners;
  private final boolean awaitsTaken;
  private long unflushedBytes;
  private ChannelPromise lastWrite;
  private boolean weEnded;
  private boolean peerReset;
  private boolean lost;

  /** Nothing has come. */
  WireHandler(List<WireListener> listeners) {
    this.listeners = List.copyOf(listeners);
    this.awaitsTaken = listeners.stream().anyMatch(WireListener::awaitsTaken);
  }

  /** As {@link WireListener#messagesCountedBy}. */
  void messagesCountedBy(LongSupplier count) {
    listeners.forEach(each -> each.messagesCountedBy(count));
  }

  /** This side is about to reset the connection. */
  void resetByUs() {
    weEnded(StreamEnd.RST);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    listeners.forEach(each -> each.opened(ctx.channel()));
  }

  /** Unless anything else has ended this side, the kernel sends FIN. */
  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (!weEnded && !peerReset && !lost) {
      weEnded(StreamEnd.FIN);
    }
    listeners.forEach(WireListener::closed);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    listeners.forEach(each -> each.read((ByteBuf) read));
    try {
      ctx.fireChannelRead(read);
    } finally {
      listeners.forEach(WireListener::readHandled);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      listeners.forEach(each -> each.peerEnded(StreamEnd.FIN));
    } else if (event instanceof TlsEstablished tls) {
      listeners.forEach(each -> each.secured(tls));
    } else if (event == ConnectionEvent.BUFFERS_NEEDED) {
      resetByUs();
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (isReset(cause)) {
      if (!peerReset) {
        peerReset = true;
        listeners.forEach(each -> each.peerEnded(StreamEnd.RST));
      }
    } else if (cause instanceof IOException) {
      lost = true;
      listeners.forEach(WireListener::lost);
    }
    ctx.fireExceptionCaught(cause);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf bytes) {
      if (bytes.isReadable()) {
        unflushedBytes += bytes.readableBytes();
        lastWrite = awaitsTaken ? promise.unvoid() : promise;
        listeners.forEach(each -> each.written(bytes));
        ctx.write(message, lastWrite);
      } else {
        ctx.write(message, promise);
      }
    } else if (message == ConnectionEvent.FIN) {
      ChannelPromise written = promise.unvoid();
      ctx.write(message, written);
      written.addListener(
          done -> {
            if (done.isSuccess()) {
              weEnded(StreamEnd.FIN);
            }
          });
    } else {
      ctx.write(message, promise);
    }
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    if (unflushedBytes > 0) {
      long bytes = unflushedBytes;
      ChannelPromise taken = lastWrite;
      unflushedBytes = 0;
      lastWrite = null;
      listeners.forEach(each -> each.flushed(bytes, taken));
    }
    ctx.flush();
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    listeners.forEach(WireListener::closing);
    ctx.close(promise);
  }

  private void weEnded(StreamEnd how) {
    weEnded = true;
    listeners.forEach(each -> each.weEnded(how));
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
