package acuse.server.udp;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;

/** Sends the datagrams that come from the target to the peer whose socket onward this is. */
final class OnwardHandler extends ChannelInboundHandlerAdapter {
  private final OnwardSocket socket;
  private final PeerSide peerSide;

  OnwardHandler(OnwardSocket socket, PeerSide peerSide) {
    this.socket = socket;
    this.peerSide = peerSide;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    DatagramPacket datagram = (DatagramPacket) read;
    try {
      socket.heardTarget();
      peerSide.send(socket, datagram.content());
    } finally {
      datagram.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    peerSide.flushSoon();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    socket.failed(cause);
  }
}
