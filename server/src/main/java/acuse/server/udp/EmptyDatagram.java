package acuse.server.udp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Sends a datagram with nothing in it. Netty's channels take one for already sent and drop it
 * ({@code doWriteMessage} returns at a length of zero), so it goes to the socket itself.
 *
 * <p>That works on the transports of native sockets; on NIO, whose sockets are out of reach,
 * nothing is sent.
 */
final class EmptyDatagram {
  private EmptyDatagram() {}

  /** To be called on the event loop of {@code channel}. */
  static void send(Channel channel, InetSocketAddress peer, ByteBufAllocator allocator)
      throws IOException {
    if (!(channel instanceof UnixChannel unixChannel)) {
      return;
    }
    ByteBuf somewhere = allocator.directBuffer(1);
    try {
      Socket socket = new Socket(unixChannel.fd().intValue());
      socket.sendToAddress(somewhere.memoryAddress(), 0, 0, peer.getAddress(), peer.getPort());
    } finally {
      somewhere.release();
    }
  }
}
