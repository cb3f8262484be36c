package acuse.server.tcp;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
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
final class LingeringClose extends ChannelInboundHandlerAdapter {
  private final Duration limit;
  private Future<?> deadline;

  /**
   * @param limit how long to wait for the peer's FIN after ours
   */
  LingeringClose(Duration limit) {
    this.limit = limit;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    ctx.channel().config().setAutoRead(true);
    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            lastReplyWritten -> {
              if (lastReplyWritten.isSuccess()) {
                finish(ctx);
              } else {
                ctx.close();
              }
            });
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object dropped) {
    ReferenceCountUtil.release(dropped);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      closeOnceFinished(ctx);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable broken) {
    ctx.close();
  }

  private void finish(ChannelHandlerContext ctx) {
    SocketChannel socket = (SocketChannel) ctx.channel();
    if (socket.isInputShutdown()) {
      ctx.close();
      return;
    }
    deadline = ctx.executor().schedule(() -> ctx.close(), limit.toNanos(), TimeUnit.NANOSECONDS);
    socket.shutdownOutput();
  }

  /** The peer's FIN may come while replies are still being written; those go first. */
  private void closeOnceFinished(ChannelHandlerContext ctx) {
    if (((SocketChannel) ctx.channel()).isOutputShutdown()) {
      ctx.close();
    }
  }
}
