package acuse.server.guard;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets connections in as long as there is room for them, and gives their place back when they are
 * closed. Thread-safe.
 */
public final class ConnectionGate {
  private final GuardConfig config;
  private final LimitCounters counters;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentMap<InetAddress, Integer> openByAddress = new ConcurrentHashMap<>();

  /** All are closed still. */
  public ConnectionGate(GuardConfig config, LimitCounters counters) {
    this.config = config;
    this.counters = counters;
  }

  /**
   * Takes a place for a connection, whoever it is from.
   *
   * @return whether it may stay; if not, it is its caller's to close, at once
   */
  public boolean admit(Channel connection) {
    if (open.incrementAndGet() > config.maxConnections()) {
      open.decrementAndGet();
      counters.acted(Limit.CONNECTIONS);
      return false;
    }
    connection.closeFuture().addListener(closed -> open.decrementAndGet());
    return true;
  }

  /**
   * Judges who is behind a connection that has its place.
   *
   * @return whether it may stay; if not, it is its caller's to close, at once
   */
  public boolean admit(Channel connection, InetAddress peer) {
    if (!config.rules().admit(peer)) {
      counters.acted(Limit.ADDRESS_RULES);
      return false;
    }
    if (config.maxConnectionsPerAddress() == GuardConfig.NO_LIMIT) {
      return true;
    }
    if (openByAddress.merge(peer, 1, Integer::sum) > config.maxConnectionsPerAddress()) {
      leave(peer);
      counters.acted(Limit.CONNECTIONS_PER_ADDRESS);
      return false;
    }
    connection.closeFuture().addListener(closed -> leave(peer));
    return true;
  }

  /** Whether {@code address} is that of a proxy, who speaks for others. */
  public boolean isProxy(InetAddress address) {
    return config.proxies().stream().anyMatch(proxy -> proxy.contains(address));
  }

  private void leave(InetAddress peer) {
    openByAddress.computeIfPresent(peer, (address, count) -> count == 1 ? null : count - 1);
  }
}
