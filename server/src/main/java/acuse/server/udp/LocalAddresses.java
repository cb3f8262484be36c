package acuse.server.udp;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The addresses of this machine's network interfaces, as they are now. */
final class LocalAddresses {
  private LocalAddresses() {}

  /** Every address of every interface that is up; none if the system does not tell. */
  static List<InetAddress> all() {
    return interfaceAddresses().stream().map(InterfaceAddress::getAddress).toList();
  }

  /** Whether {@code address} can be a sender: it is neither multicast nor a broadcast address. */
  static boolean isUnicast(InetAddress address) {
    return !address.isMulticastAddress()
        && !address.getHostAddress().equals("255.255.255.255")
        && interfaceAddresses().stream().noneMatch(own -> address.equals(own.getBroadcast()));
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
