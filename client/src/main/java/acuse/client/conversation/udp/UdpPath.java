package acuse.client.conversation.udp;

import acuse.client.conversation.LocalAddresses;
import acuse.client.conversation.PeerException;
import acuse.client.conversation.PeerException.Reason;
import acuse.client.conversation.SourceException;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/**
 * The addresses of a peer, one of which is talked to. One that refuses is left for good, and one
 * that cannot be reached until the others have been tried as well.
 *
 * <p>A {@link PeerException} from here is that address's, and not yet a verdict: see {@link
 * #leave}.
 */
final class UdpPath implements Closeable {
  private final Selector selector;
  private final int port;

  /** Null for where the system likes. */
  private final LocalAddresses source;

  private final List<InetAddress> addresses;

  /** Which of them is talked to. */
  private int current;

  /** Null as long as the system knows no way to that address. */
  private UdpSocket socket;

  /** Whether the address has answered: then it is the right one, whatever the network says now. */
  private boolean heard;

  /** How many addresses could not be reached, one after the other. */
  private int unreachable;

  /**
   * Leads to the first address.
   *
   * @param selector learns when something can be received
   * @param source where our socket is bound; null for where the system likes
   */
  UdpPath(Selector selector, InetAddress[] addresses, int port, LocalAddresses source) {
    this.selector = selector;
    this.addresses = new ArrayList<>(List.of(addresses));
    this.port = port;
    this.source = source;
  }

  /** Sees whether there is a way to the address. Nothing is sent for that. */
  void connect() throws PeerException, SourceException {
    if (socket != null) {
      return;
    }
    try {
      InetAddress peer = addresses.get(current);
      socket =
          UdpSocket.connect(
              source == null ? null : source.toward(peer), new InetSocketAddress(peer, port));
      socket.register(selector);
    } catch (PeerException e) {
      throw e;
    } catch (IOException e) {
      if (e instanceof SourceException local) { // to catch it would load its class at every start
        throw local;
      }
      throw PeerException.of(Reason.UNREACHABLE);
    }
  }

  /** Returns whether it was sent: not if the system has no room for it now. */
  boolean send(ByteBuffer datagram) throws PeerException, SourceException {
    connect();
    return socket.send(datagram);
  }

  /** Takes the next datagram into {@code datagram}; returns whether there was one. */
  boolean receive(ByteBuffer datagram) throws PeerException {
    boolean received = socket != null && socket.receive(datagram);
    heard |= received;
    return received;
  }

  /**
   * Goes on to the next address that may do better than the one that failed for {@code reason}.
   *
   * @return whether there is one; nothing that was sent before will be answered then
   */
  boolean leave(Reason reason) {
    if (reason == Reason.REFUSED) {
      addresses.remove(current);
      unreachable = 0;
      return goOn(current);
    }
    unreachable++;
    if (heard || unreachable == addresses.size()) {
      unreachable = 0;
      return false;
    }
    return goOn(current + 1);
  }

  @Override
  public void close() {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      // It is closed all the same.
    }
    socket = null;
  }

  /** A selector holds the socket open, and so its port taken, until it is used again. */
  private void letGo() {
    try {
      selector.selectNow();
    } catch (IOException e) {
      // The port shows, when it is bound anew.
    }
  }

  private boolean goOn(int next) {
    if (addresses.isEmpty()) {
      return false;
    }
    close();
    letGo();
    current = next % addresses.size();
    heard = false;
    return true;
  }
}
