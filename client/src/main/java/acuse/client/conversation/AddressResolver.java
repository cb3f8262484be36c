package acuse.client.conversation;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Where the addresses of a name come from. */
interface AddressResolver {
  /**
   * All the addresses of {@code host}, the best first; at least one.
   *
   * @param host a name, or an address as it is written
   */
  InetAddress[] resolve(String host) throws UnknownHostException;

  /** The system's. A class of its own, for the first lambda costs a start several milliseconds. */
  final class OfTheSystem implements AddressResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      return InetAddress.getAllByName(host);
    }
  }
}
