package acuse.server.udp;

import acuse.server.guard.AddressRules;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;

/**
 * Makes a server on a wildcard address answer each datagram from the address that was asked, and
 * none that was sent to many machines at once: with a forged sender, all of them would answer the
 * victim. Stands before the responder in the pipeline of a worker's socket on the wildcard; only
 * such a socket gets what is sent to a broadcast address.
 *
 * <pre>
 * to 127.0.0.2  ─→ socket on 0.0.0.0, which would answer from 127.0.0.1
 *                    └─→ handled as if it had come to a socket on 127.0.0.2, opened now
 * to 127.0.0.2  ─→ that socket: from now on the kernel prefers the specific one
 * to 10.0.0.255 ─→ counted, and dropped
 * </pre>
 *
 * A reply's source address is its socket's. Where that is a wildcard the kernel chooses by route,
 * and a connected client drops what comes from an address that it did not ask (ip(7), connect(2)).
 */
final class AskedAddressRouter extends ChannelInboundHandlerAdapter {
  private final UdpWorker worker;
  private final AskedAddressSockets sockets;
  private final UnicastCheck unicast;
  private final AddressRules rules;
  private final Runnable onBroadcast;

  /**
   * Routes what comes to {@code worker}'s socket.
   *
   * @param unicast closed here, with the socket
   * @param rules no socket is opened for a sender that these refuse
   * @param onBroadcast is told of each datagram that was sent to many machines
   */
  AskedAddressRouter(
      UdpWorker worker,
      AskedAddressSockets sockets,
      UnicastCheck unicast,
      AddressRules rules,
      Runnable onBroadcast) {
    this.worker = worker;
    this.sockets = sockets;
    this.unicast = unicast;
    this.rules = rules;
    this.onBroadcast = onBroadcast;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    unicast.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    DatagramPacket datagram = (DatagramPacket) read;
    InetSocketAddress asked = datagram.recipient();
    // The wildcard itself stands for "not told", as with IPv6.
    if (asked.getAddress().isAnyLocalAddress() || !rules.admit(datagram.sender().getAddress())) {
      ctx.fireChannelRead(datagram);
      return;
    }
    long nowNanos = System.nanoTime();
    if (unicast.isUnicast(asked.getAddress(), nowNanos)) {
      route(ctx, datagram, sockets.of(worker, asked, nowNanos));
    } else {
      datagram.release();
      onBroadcast.run();
    }
  }

  /**
   * @param socket null where there is none beside the wildcard's
   */
  private static void route(
      ChannelHandlerContext ctx, DatagramPacket datagram, Future<Channel> socket) {
    if (socket == null) {
      ctx.fireChannelRead(datagram);
      return;
    }
    socket.addListener(
        (Future<Channel> opened) -> {
          if (opened.isSuccess()) {
            opened.getNow().pipeline().fireChannelRead(datagram).fireChannelReadComplete();
          } else {
            ctx.fireChannelRead(datagram);
            ctx.fireChannelReadComplete();
          }
        });
  }
}
