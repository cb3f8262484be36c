package acuse.client.conversation;

import acuse.client.conversation.SourceException.Problem;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Where our sockets are bound before they connect. The address has to be of the peer's kind.
 *
 * @param addresses those of the name that was given; null for the one that the system chooses
 * @param port 0 for one that the system chooses
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record LocalAddresses(InetAddress[] addresses, int port) {
  /**
   * Those of {@code peers} that can be reached from here.
   *
   * @throws SourceException if none can
   */
  public InetAddress[] reachable(InetAddress[] peers) throws SourceException {
    List<InetAddress> reachable = new ArrayList<>();
    for (InetAddress peer : peers) {
      if (toward(peer) != null) {
        reachable.add(peer);
      }
    }
    if (reachable.isEmpty()) {
      throw SourceException.of(Problem.OTHER_KIND);
    }
    return reachable.toArray(new InetAddress[0]);
  }

  /** Where a socket for {@code peer} is bound; null if no address is of its kind. */
  public InetSocketAddress toward(InetAddress peer) {
    if (addresses == null) {
      return new InetSocketAddress(port);
    }
    for (InetAddress address : addresses) {
      boolean isBothKinds = address.isAnyLocalAddress() && !(address instanceof Inet4Address);
      if (isBothKinds || address.getClass() == peer.getClass()) {
        return new InetSocketAddress(address, port);
      }
    }
    return null;
  }
}
