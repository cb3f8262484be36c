package acuse.server.impair;

import java.net.InetAddress;
import java.util.Arrays;

/** A peer's address, as decisions know it. */
final class PeerAddress {
  private static final int IPV6_BYTES = 16;
  private static final int MAPPED_BYTES = 12;

  private PeerAddress() {}

  /** 4 or 16 bytes. An IPv4 address that an IPv6 socket sees as ::ffff:… is the IPv4 address. */
  static byte[] bytes(InetAddress address) {
    byte[] bytes = address.getAddress();
    return isMapped(bytes) ? Arrays.copyOfRange(bytes, MAPPED_BYTES, IPV6_BYTES) : bytes;
  }

  private static boolean isMapped(byte[] bytes) {
    if (bytes.length != IPV6_BYTES || bytes[10] != -1 || bytes[11] != -1) {
      return false;
    }
    for (int i = 0; i < 10; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
