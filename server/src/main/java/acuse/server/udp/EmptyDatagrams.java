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
 * that was written before. Stands next to the socket in the pipeline. On a connected socket, a
 * datagram is written as its bytes alone.
 *
 * <p>That works on the transports of native sockets; on NIO, whose sockets are out of reach,
 * nothing is sent.
 */
@ChannelHandler.Sharable
final class EmptyDatagrams extends ChannelOutboundHandlerAdapter {
  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise)
      throws IOException {
    DatagramPacket datagram = message instanceof DatagramPacket packet ? packet : null;
    ByteBuf bytes = datagram == null ? (ByteBuf) message : datagram.content();
    if (bytes.isReadable() || !(ctx.channel() instanceof UnixChannel unixChannel)) {
      ctx.write(message, promise);
      return;
    }
    ctx.flush();
    ByteBuf somewhere = ctx.alloc().directBuffer(1);
    try {
      Socket socket = new Socket(unixChannel.fd().intValue());
      if (datagram == null) {
        socket.sendAddress(somewhere.memoryAddress(), 0, 0);
      } else {
        InetSocketAddress peer = datagram.recipient();
        socket.sendToAddress(somewhere.memoryAddress(), 0, 0, peer.getAddress(), peer.getPort());
      }
      promise.trySuccess();
    } finally {
      somewhere.release();
      bytes.release();
    }
  }
}
