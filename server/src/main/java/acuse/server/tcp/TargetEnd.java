package acuse.server.tcp;

import acuse.server.connection.ConnectionEvent;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;

/**
 * The end of the connection to a target; all that happens there is told to its session. Runs on the
 * event loop that both have.
 */
final class TargetEnd extends ChannelInboundHandlerAdapter {
  private final ForwardSession session;

  TargetEnd(ForwardSession session) {
    this.session = session;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    session.readFromTarget((ByteBuf) read);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    session.targetReadComplete();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      session.targetFinished();
    } else if (event == ConnectionEvent.RESET) {
      session.targetResetOnPurpose();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    session.exceptionCaught(cause);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    session.targetGone();
  }
}
