package acuse.client.conversation;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * A connected UDP socket that never blocks: the system reports refusals to it, and keeps from it
 * what strangers send.
 *
 * <p>The JDK's connected sockets swallow an empty datagram without sending it. Those go out through
 * a second, unconnected socket with the same address and port; what comes back finds the connected
 * one, which the kernel prefers.
 */
final class UdpSocket implements Closeable {
  private final DatagramChannel connected;

  private final InetSocketAddress peer;
  private DatagramChannel forEmptyOnes;

  private UdpSocket(DatagramChannel connected, InetSocketAddress peer) {
    this.connected = connected;
    this.peer = peer;
  }

  static UdpSocket connect(InetSocketAddress peer) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.connect(peer);
      channel.configureBlocking(false);
      return new UdpSocket(channel, peer);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  void register(Selector selector) throws IOException {
    connected.register(selector, SelectionKey.OP_READ);
  }

  /** Returns whether it was sent: not if the system has no room for it now. */
  boolean send(ByteBuffer datagram) throws IOException {
    if (!datagram.hasRemaining()) {
      if (forEmptyOnes == null) {
        forEmptyOnes = openBeside();
      }
      forEmptyOnes.send(datagram, peer);
      return true;
    }
    return connected.write(datagram) > 0;
  }

  /**
   * Takes the next datagram into {@code datagram}.
   *
   * @return whether there was one
   * @throws java.net.PortUnreachableException if an ICMP message says that nobody listens
   */
  boolean receive(ByteBuffer datagram) throws IOException {
    return connected.receive(datagram) != null;
  }

  @Override
  public void close() throws IOException {
    connected.close();
    if (forEmptyOnes != null) {
      forEmptyOnes.close();
    }
  }

  private DatagramChannel openBeside() throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    channel.bind(connected.getLocalAddress());
    return channel;
  }
}
