package acuse.server.udp;

import acuse.server.capture.Capture;
import acuse.server.capture.Capture.Way;
import acuse.server.story.SessionTally;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;

/**
 * Writes what goes between this program and the target of one peer into the capture. Belongs to the
 * event loop of that socket.
 */
final class OnwardCapture extends ChannelDuplexHandler {
  private final Capture capture;
  private final SessionTally tally;

  /**
   * @param tally counts the messages of the session
   */
  OnwardCapture(Capture capture, SessionTally tally) {
    this.capture = capture;
    this.tally = tally;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    byte[] bytes = ByteBufUtil.getBytes(((DatagramPacket) read).content());
    long now = capture.nowEpochNanos();
    long before = tally.out().messages();
    ctx.fireChannelRead(read);
    long after = tally.out().messages();
    String comment = after > before ? "reply " + after : "refused";
    capture.datagram(Way.IN, now, local(ctx), target(ctx), bytes, comment);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    byte[] bytes = ByteBufUtil.getBytes((ByteBuf) message);
    String comment = "message " + tally.in().messages();
    InetSocketAddress local = local(ctx);
    InetSocketAddress target = target(ctx);
    ChannelPromise taken = promise.unvoid();
    taken.addListener(
        done -> {
          if (done.isSuccess()) {
            capture.datagram(Way.OUT, capture.nowEpochNanos(), local, target, bytes, comment);
          }
        });
    ctx.write(message, taken);
  }

  private static InetSocketAddress local(ChannelHandlerContext ctx) {
    return (InetSocketAddress) ctx.channel().localAddress();
  }

  private static InetSocketAddress target(ChannelHandlerContext ctx) {
    return (InetSocketAddress) ctx.channel().remoteAddress();
  }
}
