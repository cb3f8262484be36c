package acuse.common.transport;

import io.netty.channel.socket.SocketProtocolFamily;
import java.net.Inet4Address;
import java.net.InetSocketAddress;

/** Which kind of socket an address needs. */
public final class AddressFamily {
  private AddressFamily() {}

  /** IPv4 or IPv6; the wildcard {@code ::} takes IPv4 peers as well. */
  public static SocketProtocolFamily of(InetSocketAddress address) {
    return address.getAddress() instanceof Inet4Address
        ? SocketProtocolFamily.INET
        : SocketProtocolFamily.INET6;
  }
}
