package acuse.server.udp;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Sees to it that a server on a wildcard address answers each datagram from the address that was
 * asked. Stands before the responder in the pipeline of the wildcard's socket; all the sockets are
 * of one event loop.
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
  /** All of 127.0.0.0/8 is local, so that a local peer could ask for millions. */
  private static final int MAX_SOCKETS = 256;

  private final Function<InetSocketAddress, ChannelFuture> openSocket;
  private final Map<InetAddress, ChannelFuture> sockets = new HashMap<>();

  /**
   * Routes to sockets that it opens as they are asked for.
   *
   * @param openSocket opens one on an address, on the event loop of the wildcard's
   */
  AskedAddressRouter(Function<InetSocketAddress, ChannelFuture> openSocket) {
    this.openSocket = openSocket;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    DatagramPacket datagram = (DatagramPacket) read;
    InetSocketAddress asked = datagram.recipient();
    if (!sockets.containsKey(asked.getAddress()) && !canOpenSocket(asked.getAddress())) {
      ctx.fireChannelRead(datagram);
      return;
    }
    sockets
        .computeIfAbsent(asked.getAddress(), address -> openSocket.apply(asked))
        .addListener(
            (ChannelFuture opened) -> {
              if (opened.isSuccess()) {
                opened.channel().pipeline().fireChannelRead(datagram).fireChannelReadComplete();
              } else {
                ctx.fireChannelRead(datagram);
                ctx.fireChannelReadComplete();
              }
            });
  }

  /** The wildcard itself is what transports say that cannot tell which address was asked. */
  private boolean canOpenSocket(InetAddress asked) {
    return !asked.isAnyLocalAddress()
        && sockets.size() < MAX_SOCKETS
        && LocalAddresses.isUnicast(asked);
  }
}
