package acuse.server.udp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import java.net.InetSocketAddress;

/** Opens sockets onward, on the event loop that it belongs to. */
interface OnwardChannels {
  /** How many bytes each socket keeps for itself to read into; 0 where all share a buffer. */
  int bufferBytes();

  /**
   * Takes a socket from the system, which is not connected and has no event loop yet.
   *
   * @throws io.netty.channel.ChannelException if there is none to be had
   */
  Channel create(InetSocketAddress target);

  /**
   * Connects a socket of {@link #create}. Over UDP nothing is sent for that, but the kernel then
   * takes no datagram of anybody else's for it, and tells if nobody listens there (udp(7)).
   *
   * @param handlers get what the target sends, one after the other
   * @return fails if no way leads to the target; then the socket is closed
   */
  ChannelFuture connect(Channel socket, InetSocketAddress target, ChannelHandler... handlers);
}
