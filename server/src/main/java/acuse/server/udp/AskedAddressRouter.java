package acuse.server.udp;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;

/**
 * Sees to it that a server on a wildcard address answers each datagram from the address that was
 * asked. Stands before the responder in the pipeline of a worker's socket on the wildcard.
 *
 * <pre>
 * to 127.0.0.2  ─→ socket on 0.0.0.0, which would answer from 127.0.0.1
 *                    └─→ handled as if it had come to a socket on 127.0.0.2, opened now
 * to 127.0.0.2  ─→ that socket: from now on the kernel prefers the specific one
 * </pre>
 *
 * A reply's source address is its socket's. Where that is a wildcard the kernel chooses by route,
 * and a connected client drops what comes from an address that it did not ask (ip(7), connect(2)).
 */
final class AskedAddressRouter extends ChannelInboundHandlerAdapter {
  private final UdpWorker worker;
  private final AskedAddressSockets sockets;

  AskedAddressRouter(UdpWorker worker, AskedAddressSockets sockets) {
    this.worker = worker;
    this.sockets = sockets;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    DatagramPacket datagram = (DatagramPacket) read;
    ChannelFuture socket = sockets.of(worker, datagram.recipient(), System.nanoTime());
    if (socket == null) {
      ctx.fireChannelRead(datagram);
      return;
    }
    socket.addListener(
        (ChannelFuture opened) -> {
          if (opened.isSuccess()) {
            opened.channel().pipeline().fireChannelRead(datagram).fireChannelReadComplete();
          } else {
            ctx.fireChannelRead(datagram);
            ctx.fireChannelReadComplete();
          }
        });
  }
}
