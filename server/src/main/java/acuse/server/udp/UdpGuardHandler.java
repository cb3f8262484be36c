package acuse.server.udp;

import acuse.common.protocol.LineEnding;
import acuse.server.metrics.TrafficCounters;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;

/**
 * Lets the datagrams through that {@link UdpGuard} admits, where faults on purpose stand between it
 * and the answer. Serves all sockets of one event loop.
 */
@ChannelHandler.Sharable
final class UdpGuardHandler extends ChannelInboundHandlerAdapter {
  private final UdpGuard guard;
  private final DatagramResponder responder;
  private final TrafficCounters counters;
  private final Arrivals arrivals;

  /**
   * @param responder knows how long messages may be
   */
  UdpGuardHandler(
      UdpGuard guard, DatagramResponder responder, TrafficCounters counters, Arrivals arrivals) {
    this.guard = guard;
    this.responder = responder;
    this.counters = counters;
    this.arrivals = arrivals;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    arrivals.heard();
    DatagramPacket datagram = (DatagramPacket) read;
    ByteBuf bytes = datagram.content();
    int start = bytes.readerIndex();
    LineEnding ending = LineEnding.of(bytes, start, bytes.readableBytes());
    int length = bytes.readableBytes() - ending.length();
    int ownPort = ((InetSocketAddress) ctx.channel().localAddress()).getPort();
    if (guard.admits(
        datagram.sender(), ownPort, bytes, start, length, responder.isTooLong(length, ending))) {
      ctx.fireChannelRead(datagram);
    } else {
      counters.received(bytes.readableBytes());
      datagram.release();
    }
  }
}
