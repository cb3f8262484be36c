package acuse.server.forward;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of a name. It blocks, so it is not for event loops. Thread-safe. */
public interface HostResolver {
  /** The resolver of the JVM, which keeps what it found for half a minute. */
  HostResolver OF_SYSTEM = InetAddress::getAllByName;

  /**
   * The addresses of {@code host}, the preferred one first; at least one.
   *
   * @throws UnknownHostException if it has none, or nobody can tell now
   */
  InetAddress[] resolve(String host) throws UnknownHostException;
}
