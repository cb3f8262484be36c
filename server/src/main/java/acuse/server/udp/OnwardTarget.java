package acuse.server.udp;

import acuse.server.forward.ForwardTarget;
import acuse.server.forward.TargetAddresses;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which address of the target new sockets onward go to: the preferred one, and after a refusal the
 * next. Thread-safe.
 */
final class OnwardTarget {
  private final TargetAddresses addresses;
  private final AtomicInteger turn = new AtomicInteger();

  OnwardTarget(TargetAddresses addresses) {
    this.addresses = addresses;
  }

  ForwardTarget target() {
    return addresses.target();
  }

  InetSocketAddress address() {
    return address(turn.get());
  }

  /** Nobody listens there, or no way leads there: another may be better, or the name leads on. */
  void failed(InetSocketAddress address) {
    int now = turn.get();
    if (address(now).equals(address)) {
      turn.compareAndSet(now, now + 1);
    }
    addresses.lookAgain();
  }

  private InetSocketAddress address(int turnNow) {
    List<InetSocketAddress> all = addresses.addresses();
    return all.get(Math.floorMod(turnNow, all.size()));
  }
}
