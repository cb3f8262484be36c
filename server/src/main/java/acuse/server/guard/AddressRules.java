package acuse.server.guard;

import java.net.InetAddress;
import java.util.List;

/**
 * The addresses that may talk to the server, over TCP and UDP alike.
 *
 * <p>A denied address is refused. If any address is allowed, all others are refused too. An address
 * that cannot be judged is refused: the rules fail closed.
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

  /** Whether {@code address} is named as one that may talk, and not only admitted with all. */
  public boolean names(InetAddress address) {
    return !allowed.isEmpty() && admit(address);
  }

  /** Whether {@code address} may talk. */
  public boolean admit(InetAddress address) {
    if (allowed.isEmpty() && denied.isEmpty()) {
      return true;
    }
    return address != null
        && denied.stream().noneMatch(block -> block.contains(address))
        && (allowed.isEmpty() || allowed.stream().anyMatch(block -> block.contains(address)));
  }
}
