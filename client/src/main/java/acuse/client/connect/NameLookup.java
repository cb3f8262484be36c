package acuse.client.connect;

import acuse.client.conversation.PeerException;
import acuse.client.conversation.PeerException.Reason;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Finds the addresses of a name, and waits for them no longer than until a deadline. The system's
 * resolver has its own timeout and cannot be interrupted. So it runs on a thread of its own, which
 * is abandoned after the deadline.
 */
final class NameLookup implements Runnable {
  /** Where the addresses of a name come from. */
  interface Resolver {
    /**
     * All the addresses of {@code host}, the best first; at least one.
     *
     * @param host a name, or an address as it is written
     */
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /** The system's. A class of its own, for the first lambda costs a start several milliseconds. */
  static final class SystemResolver implements Resolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      return InetAddress.getAllByName(host);
    }
  }

  private final String host;
  private final Resolver resolver;

  /** Written by the thread of the lookup, and read when that has ended. */
  private InetAddress[] addresses;

  private NameLookup(String host, Resolver resolver) {
    this.host = host;
    this.resolver = resolver;
  }

  /**
   * All the addresses of {@code host}, the best first.
   *
   * @throws PeerException if it has none, or they could not be had in time
   */
  static InetAddress[] addresses(String host, Resolver resolver, Deadline deadline)
      throws PeerException, InterruptedException {
    NameLookup lookup = new NameLookup(host, resolver);
    if (isAddress(host)) {
      lookup.run(); // there is nobody to ask, and nothing to wait for
    } else {
      Thread thread = new Thread(lookup, "acuse-lookup");
      thread.setDaemon(true);
      thread.start();
      thread.join(deadline.millisLeft());
      if (thread.isAlive()) {
        throw PeerException.of(Reason.UNREACHABLE);
      }
    }
    if (lookup.addresses == null) {
      throw PeerException.of(Reason.UNKNOWN_HOST);
    }
    return lookup.addresses;
  }

  @Override
  public void run() {
    try {
      addresses = resolver.resolve(host);
    } catch (UnknownHostException e) {
      // It stays null.
    }
  }

  /** No name of a host is all digits and dots, and none has a colon in it (RFC 1123, 2.1). */
  private static boolean isAddress(String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c == ':') {
        return true;
      }
      if (c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }
}
