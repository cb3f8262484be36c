package acuse.server.forward;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Tells whether a target is a socket of this server itself: forwarding would never end. */
public final class OwnAddresses {
  /** {@code ::ffff:0:0/96} has an IPv4 address in its last 4 bytes (RFC 4291, section 2.5.5.2). */
  private static final int MAPPED_PREFIX_BYTES = 12;

  private OwnAddresses() {}

  /**
   * Whether what is sent to {@code target} comes to the socket at {@code bound}. It looks at the
   * network interfaces, so it is not for each connection.
   *
   * @param bound with the real port; a wildcard of IPv6 stands for the addresses of IPv4 too
   */
  public static boolean leadTo(InetSocketAddress bound, InetSocketAddress target) {
    if (bound.getPort() != target.getPort()) {
      return false;
    }
    InetAddress own = unmapped(bound.getAddress());
    InetAddress wanted = unmapped(target.getAddress());
    if (wanted.isAnyLocalAddress()) { // the system connects to loopback then
      return own.isAnyLocalAddress() || own.isLoopbackAddress();
    }
    if (!own.isAnyLocalAddress()) {
      return own.equals(wanted);
    }
    boolean covered = own instanceof Inet6Address || wanted instanceof Inet4Address;
    return covered && isOfThisMachine(wanted);
  }

  private static boolean isOfThisMachine(InetAddress address) {
    if (address.isLoopbackAddress()) {
      return true; // all of 127.0.0.0/8, though one of them alone is an interface's
    }
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false; // the system does not tell
    }
  }

  /** The JDK makes IPv4 addresses of most mapped ones, but not of those with a scope. */
  private static InetAddress unmapped(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address || !isMapped(bytes)) {
      return address;
    }
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, MAPPED_PREFIX_BYTES, bytes.length));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 bytes", e);
    }
  }

  private static boolean isMapped(byte[] bytes) {
    for (int i = 0; i < MAPPED_PREFIX_BYTES; i++) {
      if (bytes[i] != (i < MAPPED_PREFIX_BYTES - 2 ? 0 : (byte) 0xff)) {
        return false;
      }
    }
    return true;
  }
}
