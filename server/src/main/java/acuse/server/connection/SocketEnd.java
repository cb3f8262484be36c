package acuse.server.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.SocketChannel;

/**
 * The end of a pipeline that is at the socket.
 *
 * <pre>
 * a read that does not fill its buffer  ─→  {@link ConnectionEvent#RAN_DRY}, once the server stops
 * {@link ConnectionEvent#FIN}           ─→  shutdown of the output, when all before it is written
 * </pre>
 */
public final class SocketEnd extends ChannelDuplexHandler {
  private boolean draining;
  private boolean ranDry;

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    ranDry = ((ByteBuf) read).isWritable();
    ctx.fireChannelRead(read);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (draining && ranDry) {
      ctx.fireUserEventTriggered(ConnectionEvent.RAN_DRY);
    }
    ctx.fireChannelReadComplete();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    draining |= event == ConnectionEvent.DRAIN;
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (message == ConnectionEvent.FIN) {
      ctx.writeAndFlush(Unpooled.EMPTY_BUFFER)
          .addListener(allWritten -> ((SocketChannel) ctx.channel()).shutdownOutput(promise));
    } else {
      ctx.write(message, promise);
    }
  }
}
