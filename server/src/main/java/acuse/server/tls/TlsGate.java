package acuse.server.tls;

import acuse.server.connection.ConnectionEvent;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/**
 * Stands between the socket and the {@link SslHandler}, which would keep all arriving bytes while
 * it cannot process them.
 *
 * <pre>
 * while a handshake is computed    no more than 128 KiB are read; FIN waits its turn behind them
 * after the peer's close_notify    what comes is dropped
 * after a failure                  what comes is dropped; FIN after our alert, then a little time
 * </pre>
 *
 * A socket that is closed with unread bytes sends RST. The peer would then not receive our alert,
 * which says what is wrong with its certificate.
 */
public final class TlsGate extends ChannelDuplexHandler {
  /** More than the messages of any handshake; the JDK allows each 32 KiB. */
  private static final int MAX_HANDSHAKE_BYTES = 128 * 1024;

  private static final Duration LINGER = Duration.ofSeconds(1);

  private enum Stage {
    HANDSHAKE,
    OPEN,
    ENDED
  }

  private final SslHandler tls;
  private Stage stage = Stage.HANDSHAKE;
  private int handshakeBytes;
  private boolean held;
  private boolean finHeld;
  private boolean failed;
  private boolean lingering;
  private ChannelHandlerContext ctx;

  /** Stands before {@code tls}. */
  public TlsGate(SslHandler tls) {
    this.tls = tls;
  }

  /** To be called once {@link #tls} is in its pipeline. */
  void watch() {
    tls.handshakeFuture().addListener(handshake -> handshakeEnded(ctx, handshake));
    tls.sslCloseFuture().addListener(peerEnded -> stage = Stage.ENDED);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    this.ctx = ctx;
  }

  /** Sends FIN, past the {@link SslHandler}, which takes nothing but bytes. */
  void finish(ChannelPromise promise) {
    ctx.writeAndFlush(ConnectionEvent.FIN, promise);
  }

  /** From now on the peer is only to read our alert: its connection has failed. */
  void dropWhatComes() {
    failed = true;
    stage = Stage.ENDED;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    if (stage == Stage.ENDED) {
      ReferenceCountUtil.release(read);
      return;
    }
    if (stage == Stage.HANDSHAKE) {
      handshakeBytes += ((ByteBuf) read).readableBytes();
      if (handshakeBytes > MAX_HANDSHAKE_BYTES) {
        held = true;
        ctx.channel().config().setAutoRead(false);
      }
    }
    ctx.fireChannelRead(read);
  }

  /** Before the handshake is done, the {@link SslHandler} asks for more as often as it can. */
  @Override
  public void read(ChannelHandlerContext ctx) {
    if (!held) {
      ctx.read();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (lingering && event instanceof ChannelInputShutdownEvent) {
      ctx.close();
    } else if (isHandshaking() && event instanceof ChannelInputShutdownEvent) {
      finHeld = true;
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (!failed || lingering || !ctx.channel().isActive()) {
      ctx.close(promise);
      return;
    }
    lingering = true;
    SocketChannel socket = (SocketChannel) ctx.channel();
    socket.shutdownOutput();
    if (socket.isInputShutdown()) {
      ctx.close(promise);
      return;
    }
    Future<?> deadline =
        ctx.executor().schedule(() -> ctx.close(), LINGER.toNanos(), TimeUnit.NANOSECONDS);
    socket
        .closeFuture()
        .addListener(
            closed -> {
              deadline.cancel(false);
              promise.trySuccess();
            });
    resumeReading(ctx);
  }

  private void handshakeEnded(ChannelHandlerContext ctx, Future<?> handshake) {
    failed = !handshake.isSuccess();
    stage = failed ? Stage.ENDED : Stage.OPEN;
    if (held) {
      resumeReading(ctx);
    }
    if (finHeld && !failed) {
      ctx.executor().execute(() -> ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE));
    }
  }

  /** Whether the peer has begun; if not, there is nothing to wait for. */
  private boolean isHandshaking() {
    return stage == Stage.HANDSHAKE
        && tls.engine().getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
  }

  private void resumeReading(ChannelHandlerContext ctx) {
    held = false;
    ctx.channel().config().setAutoRead(true);
  }
}
