package acuse.server.udp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Sends datagrams with nothing in them. Netty's channels take one for already sent and drop it
 * ({@code doWriteMessage} returns at a length of zero), so it goes to the socket itself, after all
 * that was written before. Stands next to the socket in the pipeline.
 *
 * <p>That works on the transports of native sockets; on NIO, whose sockets are out of reach,
 * nothing is sent.
 */
@ChannelHandler.Sharable
final class EmptyDatagrams extends ChannelOutboundHandlerAdapter {
  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise)
      throws IOException {
    if (((DatagramPacket) message).content().isReadable()
        || !(ctx.channel() instanceof UnixChannel unixChannel)) {
      ctx.write(message, promise);
      return;
    }
    DatagramPacket datagram = (DatagramPacket) message;
    ctx.flush();
    ByteBuf somewhere = ctx.alloc().directBuffer(1);
    try {
      InetSocketAddress peer = datagram.recipient();
      new Socket(unixChannel.fd().intValue())
          .sendToAddress(somewhere.memoryAddress(), 0, 0, peer.getAddress(), peer.getPort());
      promise.trySuccess();
    } finally {
      somewhere.release();
      datagram.release();
    }
  }
}
