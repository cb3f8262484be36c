package acuse.server.guard;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gathers a {@link GuardConfig}; each method's unit and range are those of the record's parts. */
public final class GuardConfigBuilder {
  /** How many TCP connections may be open unless told otherwise. */
  public static final int DEFAULT_MAX_CONNECTIONS = 10_000;

  /** How many UDP answers per second an address gets, if other machines can ask. */
  public static final int DEFAULT_UDP_ANSWERS_PER_SECOND = 1000;

  /** How long a connection may be silent unless told otherwise. */
  public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(10);

  /** How long a peer may take none of its replies unless told otherwise. */
  public static final Duration DEFAULT_WRITE_TIMEOUT = Duration.ofSeconds(30);

  /** How long a stop may take unless told otherwise. */
  public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(10);

  private final List<AddressBlock> allowed = new ArrayList<>();
  private final List<AddressBlock> denied = new ArrayList<>();
  private final List<AddressBlock> proxies = new ArrayList<>();
  private int maxConnections = DEFAULT_MAX_CONNECTIONS;
  private int maxConnectionsPerAddress = GuardConfig.NO_LIMIT;
  private Duration idleTimeout = DEFAULT_IDLE_TIMEOUT;
  private Duration writeTimeout = DEFAULT_WRITE_TIMEOUT;
  private Duration drainTimeout = DEFAULT_DRAIN_TIMEOUT;
  private final Set<Integer> udpRefusedPorts = new HashSet<>();
  private Integer udpAnswersPerSecond;
  private long maxBufferedBytes = GuardConfig.HALF_OF_DIRECT_MEMORY;

  /** Adds to those who may talk. */
  public GuardConfigBuilder allow(AddressBlock block) {
    allowed.add(block);
    return this;
  }

  /** Adds to those who may not. */
  public GuardConfigBuilder deny(AddressBlock block) {
    denied.add(block);
    return this;
  }

  /** Adds to the proxies whose connections begin with a PROXY header. */
  public GuardConfigBuilder proxy(AddressBlock block) {
    proxies.add(block);
    return this;
  }

  public GuardConfigBuilder maxConnections(int maxConnections) {
    this.maxConnections = maxConnections;
    return this;
  }

  public GuardConfigBuilder maxConnectionsPerAddress(int maxConnectionsPerAddress) {
    this.maxConnectionsPerAddress = maxConnectionsPerAddress;
    return this;
  }

  public GuardConfigBuilder idleTimeout(Duration idleTimeout) {
    this.idleTimeout = idleTimeout;
    return this;
  }

  public GuardConfigBuilder writeTimeout(Duration writeTimeout) {
    this.writeTimeout = writeTimeout;
    return this;
  }

  public GuardConfigBuilder drainTimeout(Duration drainTimeout) {
    this.drainTimeout = drainTimeout;
    return this;
  }

  /** Adds to the source ports that get no answer. */
  public GuardConfigBuilder udpRefusedPort(int port) {
    udpRefusedPorts.add(port);
    return this;
  }

  public GuardConfigBuilder udpAnswersPerSecond(int udpAnswersPerSecond) {
    this.udpAnswersPerSecond = udpAnswersPerSecond;
    return this;
  }

  public GuardConfigBuilder maxBufferedBytes(long maxBufferedBytes) {
    this.maxBufferedBytes = maxBufferedBytes;
    return this;
  }

  /**
   * The configuration as gathered.
   *
   * @param host where the server listens: on loopback, answers over UDP are not limited by default
   * @throws IllegalArgumentException naming the first part that is out of range, and its value
   */
  public GuardConfig build(InetAddress host) {
    int defaultRate =
        host.isLoopbackAddress() ? GuardConfig.NO_LIMIT : DEFAULT_UDP_ANSWERS_PER_SECOND;
    return new GuardConfig(
        new AddressRules(allowed, denied),
        proxies,
        maxConnections,
        maxConnectionsPerAddress,
        idleTimeout,
        writeTimeout,
        drainTimeout,
        udpRefusedPorts,
        udpAnswersPerSecond == null ? defaultRate : udpAnswersPerSecond,
        maxBufferedBytes);
  }
}
