package acuse.server.guard;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The limits of the server, checked. Made by a {@link GuardConfigBuilder}.
 *
 * @param rules who may talk to it
 * @param proxies whose connections begin with a PROXY header, which says who is behind them
 * @param maxConnections how many TCP connections may be open; at least 1
 * @param maxConnectionsPerAddress how many of them from one address; or {@link #NO_LIMIT}
 * @param idleTimeout how long a connection may be silent
 * @param writeTimeout how long a peer may take none of its replies
 * @param drainTimeout how long a stop may take
 * @param udpRefusedPorts source ports that get no answer, besides those below 1024 and the server's
 *     own
 * @param udpAnswersPerSecond for one source address; or {@link #NO_LIMIT}
 * @param maxBufferedBytes how many bytes all connections together may make the server hold; or
 *     {@link #HALF_OF_DIRECT_MEMORY}
 */
public record GuardConfig(
    AddressRules rules,
    List<AddressBlock> proxies,
    int maxConnections,
    int maxConnectionsPerAddress,
    Duration idleTimeout,
    Duration writeTimeout,
    Duration drainTimeout,
    Set<Integer> udpRefusedPorts,
    int udpAnswersPerSecond,
    long maxBufferedBytes) {

  /** For counts: as many as there are. */
  public static final int NO_LIMIT = 0;

  /** For {@link #maxBufferedBytes}: half of the direct memory that is left after the start. */
  public static final long HALF_OF_DIRECT_MEMORY = 0;

  public GuardConfig {
    proxies = List.copyOf(proxies);
    udpRefusedPorts = Set.copyOf(udpRefusedPorts);
    require(maxConnections >= 1, "maxConnections", maxConnections);
    require(maxConnectionsPerAddress >= 0, "maxConnectionsPerAddress", maxConnectionsPerAddress);
    require(isPositive(idleTimeout), "idleTimeout", idleTimeout);
    require(isPositive(writeTimeout), "writeTimeout", writeTimeout);
    require(isPositive(drainTimeout), "drainTimeout", drainTimeout);
    require(udpAnswersPerSecond >= 0, "udpAnswersPerSecond", udpAnswersPerSecond);
    require(maxBufferedBytes >= 0, "maxBufferedBytes", maxBufferedBytes);
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }

  private static void require(boolean valid, String name, Object value) {
    if (!valid) {
      throw new IllegalArgumentException("invalid " + name + "=" + value);
    }
  }
}
