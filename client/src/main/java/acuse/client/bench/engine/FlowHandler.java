package acuse.client.bench.engine;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;

/** Hands what a socket received to its flow, and releases it. The same on both wires. */
final class FlowHandler extends ChannelInboundHandlerAdapter {
  private final Flow flow;

  FlowHandler(Flow flow) {
    this.flow = flow;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = message instanceof DatagramPacket packet ? packet.content() : (ByteBuf) message;
    try {
      flow.received(bytes);
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    flow.receivedAll();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    flow.closed();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    flow.fault(cause);
  }
}
