package acuse.server.guard;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Who may talk to the server, over TCP and UDP alike.
 *
 * <p>Whoever is denied is refused. If anybody is allowed by name, everybody else is refused too. An
 * address that cannot be judged is refused: the rules fail closed.
 *
 * @param allowed nobody in particular if empty
 * @param denied these win
 */
public record AddressRules(List<AddressBlock> allowed, List<AddressBlock> denied) {
  /** Everybody may. */
  public static final AddressRules NONE = new AddressRules(List.of(), List.of());

  public AddressRules {
    allowed = List.copyOf(allowed);
    denied = List.copyOf(denied);
  }

  /** Whether {@code address} may talk. */
  public boolean admit(InetAddress address) {
    if (allowed.isEmpty() && denied.isEmpty()) {
      return true;
    }
    InetAddress plain = withoutMapping(address);
    return plain != null
        && denied.stream().noneMatch(block -> block.contains(plain))
        && (allowed.isEmpty() || allowed.stream().anyMatch(block -> block.contains(plain)));
  }

  /** {@code ::ffff:10.0.0.1} is how an IPv6 socket sees the peer 10.0.0.1 (RFC 4291, 2.5.5.2). */
  static InetAddress withoutMapping(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    try {
      return InetAddress.getByAddress(address.getAddress()); // which gives an IPv4 address for it
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
