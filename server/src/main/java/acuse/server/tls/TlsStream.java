package acuse.server.tls;

import acuse.server.connection.ConnectionBuffers;
import acuse.server.connection.ConnectionEvent;
import acuse.server.connection.TlsEstablished;
import acuse.server.guard.Limit;
import acuse.server.guard.LimitCounters;
import acuse.server.metrics.ServerCounters;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.Session;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * Makes TLS look like a plain stream to the session behind it, in particular at its end.
 *
 * <pre>
 * socket ─ {@link TlsGate} ─ {@link SslHandler} ─ this ─ the session
 *
 * peer's close_notify           is the session's FIN
 * peer's FIN without one        is a cut, then FIN: anyone on the way can send it
 * the session's FIN             is our close_notify, then FIN
 * </pre>
 *
 * TLS 1.2 has no half-close: the receiver of a close_notify answers with its own at once, and sends
 * nothing after it (RFC 5246, section 7.2.1). So there each record's replies are sent before the
 * next record is looked at.
 */
public final class TlsStream extends ChannelDuplexHandler {
  /**
   * A peer that does not take our close_notify has gone. {@link SslHandler} would wait and
   * complain.
   */
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

  /** When the server stops, a handshake that is under way has this long. */
  private static final Duration HANDSHAKE_DRAIN = Duration.ofMillis(300);

  private static final String HALF_CLOSING_VERSION = "TLSv1.3";

  private final TlsGate gate;
  private final TlsHandler tls;
  private final Session session;
  private final ConnectionBuffers.Part heldBytes;
  private final LimitCounters counters;
  private final ServerCounters metrics;
  private final ServerObserver observer;
  private boolean secured;
  private boolean halfCloses;
  private boolean peerFinished;
  private boolean drainRequested;

  /**
   * Stands behind {@code tls}, which stands behind {@code gate}.
   *
   * @param session whose connection it is
   */
  public TlsStream(
      TlsGate gate,
      TlsHandler tls,
      Session session,
      ConnectionBuffers buffers,
      LimitCounters counters,
      ServerCounters metrics,
      ServerObserver observer) {
    this.gate = gate;
    this.tls = tls;
    this.session = session;
    this.heldBytes = buffers.newPart();
    this.counters = counters;
    this.metrics = metrics;
    this.observer = observer;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    gate.watch();
    heldBytes.set(tls.heldBytes());
  }

  /** The session's FIN is a close_notify first, after everything that was written before. */
  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (message == ConnectionEvent.FIN) {
      tls.closeOutbound().addListener(sent -> gate.finish(promise));
    } else {
      ctx.write(message, promise);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    ctx.fireChannelRead(read);
    if (!halfCloses) {
      ctx.fireChannelReadComplete();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.fireChannelReadComplete();
    heldBytes.set(tls.heldBytes());
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      handshakeEnded(ctx, handshake);
    } else if (event instanceof SslCloseCompletionEvent end) {
      peerFinished = end.isSuccess();
      if (peerFinished) {
        ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
      }
    } else if (event instanceof ChannelInputShutdownEvent) {
      socketEnded(ctx);
    } else if (event == ConnectionEvent.DRAIN) {
      requestDrain(ctx);
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  /** Bytes that are not TLS end the connection. That is no bug of ours. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof SSLException
        || (cause instanceof DecoderException && cause.getCause() instanceof SSLException)) {
      if (secured) {
        gate.dropWhatComes(); // or a reset could overtake the alert that says why
        ctx.close();
      }
    } else {
      ctx.fireExceptionCaught(cause);
    }
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    Channel connection = ctx.channel();
    Future<?> deadline =
        ctx.executor()
            .schedule(
                () -> connection.unsafe().close(connection.voidPromise()),
                CLOSE_LIMIT.toNanos(),
                TimeUnit.NANOSECONDS);
    connection.closeFuture().addListener(closed -> deadline.cancel(false));
    ctx.close(promise);
  }

  private void handshakeEnded(ChannelHandlerContext ctx, SslHandshakeCompletionEvent handshake) {
    if (handshake.isSuccess()) {
      secured = true;
      SSLSession made = tls.engine().getSession();
      ctx.fireUserEventTriggered(new TlsEstablished(made.getProtocol(), made.getCipherSuite()));
      halfCloses = made.getProtocol().equals(HALF_CLOSING_VERSION);
      if (!halfCloses) {
        tls.refuseFurtherHandshakes();
      }
      ctx.fireUserEventTriggered(ConnectionEvent.SECURED);
      if (drainRequested) {
        ctx.fireUserEventTriggered(ConnectionEvent.DRAIN);
      }
    } else if (!(handshake.cause() instanceof ClosedChannelException)) {
      if (handshake.cause() instanceof SslHandshakeTimeoutException) {
        counters.acted(Limit.TLS_HANDSHAKE);
      }
      metrics.handshakeFailed();
      observer.handshakeFailed(session, describe(handshake.cause()));
    }
  }

  /** Netty's own text for bytes that are not TLS would contain all of them. */
  private static String describe(Throwable cause) {
    return cause instanceof NotSslRecordException ? "not TLS" : cause.getMessage();
  }

  private void socketEnded(ChannelHandlerContext ctx) {
    if (!secured) {
      ctx.close();
      return;
    }
    if (!peerFinished) {
      ctx.fireUserEventTriggered(ConnectionEvent.CUT);
    }
    ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
  }

  private void requestDrain(ChannelHandlerContext ctx) {
    drainRequested = true;
    if (secured) {
      ctx.fireUserEventTriggered(ConnectionEvent.DRAIN);
    } else {
      ctx.executor()
          .schedule(() -> closeUnlessSecured(ctx), HANDSHAKE_DRAIN.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void closeUnlessSecured(ChannelHandlerContext ctx) {
    if (!secured) {
      ctx.close();
    }
  }
}
