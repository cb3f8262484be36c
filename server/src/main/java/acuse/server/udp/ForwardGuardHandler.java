package acuse.server.udp;

import acuse.server.metrics.TrafficCounters;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;

/**
 * Lets the datagrams through that {@link ForwardGuard} admits. Serves all sockets of one event
 * loop.
 */
@ChannelHandler.Sharable
final class ForwardGuardHandler extends ChannelInboundHandlerAdapter {
  private final ForwardGuard guard;
  private final TrafficCounters counters;
  private final Arrivals arrivals;

  ForwardGuardHandler(ForwardGuard guard, TrafficCounters counters, Arrivals arrivals) {
    this.guard = guard;
    this.counters = counters;
    this.arrivals = arrivals;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    arrivals.heard();
    DatagramPacket datagram = (DatagramPacket) read;
    int ownPort = ((InetSocketAddress) ctx.channel().localAddress()).getPort();
    if (guard.admits(datagram.sender(), ownPort)) {
      ctx.fireChannelRead(datagram);
    } else {
      counters.received(datagram.content().readableBytes());
      datagram.release();
    }
  }
}
