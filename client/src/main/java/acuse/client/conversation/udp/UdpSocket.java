package acuse.client.conversation.udp;

import acuse.client.conversation.PeerException;
import acuse.client.conversation.PeerException.Reason;
import acuse.client.conversation.SourceException;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * A connected UDP socket that never blocks: the system reports refusals to it, and drops datagrams
 * from other senders.
 *
 * <p>The JDK's connected sockets swallow an empty datagram without sending it. Those go out through
 * a second, unconnected socket with the same address and port; what comes back finds the connected
 * one, which the kernel prefers.
 */
final class UdpSocket implements Closeable {
  private static final String PROVIDER = "java.nio.channels.spi.SelectorProvider";
  private static final String PROVIDER_ON_LINUX = "sun.nio.ch.EPollSelectorProvider";

  private final DatagramChannel connected;

  private final InetSocketAddress peer;
  private DatagramChannel forEmptyOnes;

  private UdpSocket(DatagramChannel connected, InetSocketAddress peer) {
    this.connected = connected;
    this.peer = peer;
  }

  /** Waits for several of them; to be opened before any. */
  static Selector openSelector() throws IOException {
    nameProvider();
    return Selector.open();
  }

  /**
   * Connects to {@code peer}.
   *
   * @param source where it is bound before; null for where the system likes
   * @throws PeerException if nobody else can listen there, for {@code source} is the same
   * @throws SourceException if it cannot be bound there
   */
  static UdpSocket connect(InetSocketAddress source, InetSocketAddress peer) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      if (source != null) {
        bind(channel, source);
      }
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.connect(peer);
      if (channel.getLocalAddress().equals(peer)) { // it would talk to itself
        throw PeerException.of(Reason.REFUSED);
      }
      channel.configureBlocking(false);
      return new UdpSocket(channel, peer);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Lets {@code selector} know when something can be received. */
  void register(Selector selector) throws IOException {
    connected.register(selector, SelectionKey.OP_READ);
  }

  /** Returns whether it was sent: not if the system has no room for it now. */
  boolean send(ByteBuffer datagram) throws PeerException {
    try {
      if (datagram.hasRemaining()) {
        return connected.write(datagram) > 0;
      }
      if (forEmptyOnes == null) {
        forEmptyOnes = openBeside();
      }
      forEmptyOnes.send(datagram, peer);
      return true; // 0 bytes, sent or not: without room it is lost, as datagrams are
    } catch (IOException e) {
      throw verdictOf(e);
    }
  }

  /**
   * Takes the next datagram into {@code datagram}.
   *
   * @return whether there was one
   * @throws PeerException if an ICMP message says that nobody listens, or no way leads there
   */
  boolean receive(ByteBuffer datagram) throws PeerException {
    try {
      return connected.receive(datagram) != null;
    } catch (IOException e) {
      throw verdictOf(e);
    }
  }

  @Override
  public void close() throws IOException {
    connected.close();
    if (forEmptyOnes != null) {
      forEmptyOnes.close();
    }
  }

  /**
   * Names the provider that the JDK would end up with. Otherwise it first looks into every jar for
   * another, which takes longer than all else that one datagram needs.
   */
  private static void nameProvider() {
    try {
      if (System.getProperty(PROVIDER) == null) {
        System.setProperty(PROVIDER, Class.forName(PROVIDER_ON_LINUX).getName());
      }
    } catch (ClassNotFoundException e) {
      // Another system. The JDK finds its own.
    }
  }

  private static PeerException verdictOf(IOException e) {
    return PeerException.of(
        e instanceof PortUnreachableException ? Reason.REFUSED : Reason.UNREACHABLE);
  }

  /** Before the address may be used again, for only then a port that is in use is not shared. */
  private static void bind(DatagramChannel channel, InetSocketAddress source)
      throws SourceException {
    try {
      channel.bind(source);
    } catch (IOException e) {
      throw SourceException.of(e);
    }
  }

  private DatagramChannel openBeside() throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    channel.bind(connected.getLocalAddress());
    channel.configureBlocking(false);
    return channel;
  }
}
