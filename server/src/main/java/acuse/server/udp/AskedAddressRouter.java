package acuse.server.udp;

import acuse.server.guard.AddressRules;
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
  private final AddressRules rules;

  /**
   * Routes what comes to {@code worker}'s socket.
   *
   * @param rules whoever these do not admit has no socket opened for
   */
  AskedAddressRouter(UdpWorker worker, AskedAddressSockets sockets, AddressRules rules) {
    this.worker = worker;
    this.sockets = sockets;
    this.rules = rules;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    DatagramPacket datagram = (DatagramPacket) read;
    ChannelFuture socket =
        rules.admit(datagram.sender().getAddress())
            ? sockets.of(worker, datagram.recipient(), System.nanoTime())
            : null; // will get no answer, and so needs no address for one
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
