package acuse.server.udp;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The addresses of this machine's network interfaces, as they are now. */
final class LocalAddresses {
  /** Networks of two addresses, and of one, have no other (RFC 3021). */
  private static final int MIN_PREFIX_WITHOUT_BROADCAST = 31;

  private LocalAddresses() {}

  /**
   * Every address, of every interface that is up, that {@code wildcard} stands for: {@code 0.0.0.0}
   * for those of IPv4, {@code ::} for all. None if the system does not tell.
   */
  static List<InetAddress> coveredBy(InetAddress wildcard) {
    return interfaceAddresses().stream()
        .map(InterfaceAddress::getAddress)
        .filter(address -> wildcard instanceof Inet6Address || address instanceof Inet4Address)
        .toList();
  }

  /**
   * Whether {@code address} can be a sender: it is neither multicast nor a broadcast address. Looks
   * at all interfaces, so it is not for each datagram.
   */
  static boolean isUnicast(InetAddress address) {
    return !address.isMulticastAddress()
        && !address.getHostAddress().equals("255.255.255.255")
        && interfaceAddresses().stream().noneMatch(own -> isBroadcast(address, own));
  }

  /** The last address of a network is one even where none is set, as for loopback (RFC 919). */
  private static boolean isBroadcast(InetAddress address, InterfaceAddress own) {
    if (address instanceof Inet4Address inNetwork
        && own.getAddress() instanceof Inet4Address member
        && own.getNetworkPrefixLength() < MIN_PREFIX_WITHOUT_BROADCAST
        // The JDK says 0.0.0.0 of an interface that was given none, as in containers.
        && !address.isAnyLocalAddress()) {
      int hostPart = -1 >>> own.getNetworkPrefixLength();
      return address.equals(own.getBroadcast())
          || NetUtil.ipv4AddressToInt(inNetwork) == (NetUtil.ipv4AddressToInt(member) | hostPart);
    }
    return false;
  }

  private static List<InterfaceAddress> interfaceAddresses() {
    List<InterfaceAddress> addresses = new ArrayList<>();
    try {
      for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (network.isUp()) {
          addresses.addAll(network.getInterfaceAddresses());
        }
      }
    } catch (SocketException e) {
      return List.of();
    }
    return addresses;
  }
}
