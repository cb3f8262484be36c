package acuse.server;

import acuse.common.command.BytesConverter;
import acuse.common.command.CountConverter;
import acuse.common.command.DurationConverter;
import acuse.common.command.PortConverter;
import acuse.common.command.PositiveNumberConverter;
import acuse.common.command.UsageException;
import acuse.common.transport.DirectMemory;
import acuse.server.config.ServerConfig;
import acuse.server.guard.AddressBlock;
import acuse.server.guard.GuardConfigBuilder;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** The options for limits and address rules. */
final class GuardOptions {
  static final String MAX_BUFFERED_BYTES = "--max-buffered-bytes";

  /** Not the last character, where splitting would overlook that nothing follows. */
  static final String SEPARATOR = ",(?!$)";

  @Option(names = "--max-connections", paramLabel = "N", converter = PositiveNumberConverter.class)
  private int maxConnections = ServerConfig.DEFAULTS.guard().maxConnections();

  @Option(
      names = "--max-connections-per-address",
      paramLabel = "N",
      converter = CountConverter.class)
  private int maxConnectionsPerAddress = ServerConfig.DEFAULTS.guard().maxConnectionsPerAddress();

  @Option(names = "--idle-timeout", paramLabel = "TIME", converter = DurationConverter.class)
  private Duration idleTimeout = ServerConfig.DEFAULTS.guard().idleTimeout();

  @Option(names = "--write-timeout", paramLabel = "TIME", converter = DurationConverter.class)
  private Duration writeTimeout = ServerConfig.DEFAULTS.guard().writeTimeout();

  @Option(names = "--drain-timeout", paramLabel = "TIME", converter = DurationConverter.class)
  private Duration drainTimeout = ServerConfig.DEFAULTS.guard().drainTimeout();

  @Option(
      names = "--allow",
      paramLabel = "CIDR",
      split = SEPARATOR,
      splitSynopsisLabel = ",",
      converter = AddressBlockConverter.class)
  private List<AddressBlock> allowed = List.of();

  @Option(
      names = "--deny",
      paramLabel = "CIDR",
      split = SEPARATOR,
      splitSynopsisLabel = ",",
      converter = AddressBlockConverter.class)
  private List<AddressBlock> denied = List.of();

  @Option(names = "--proxy-protocol")
  private boolean proxyProtocol;

  @Option(
      names = "--proxy-from",
      paramLabel = "CIDR",
      split = SEPARATOR,
      splitSynopsisLabel = ",",
      converter = AddressBlockConverter.class)
  private List<AddressBlock> proxies = List.of();

  @Option(
      names = "--udp-refuse-ports",
      paramLabel = "PORT",
      split = SEPARATOR,
      splitSynopsisLabel = ",",
      converter = PortConverter.class)
  private List<Integer> udpRefusedPorts = List.of();

  @Option(names = "--udp-rate", paramLabel = "N", converter = CountConverter.class)
  private Integer udpAnswersPerSecond;

  @Option(names = MAX_BUFFERED_BYTES, paramLabel = "N", converter = BytesConverter.class)
  private Long maxBufferedBytes;

  /**
   * Passes these options on to {@code guard}.
   *
   * @throws UsageException if one needs another, or is more than this machine can do
   */
  void configure(GuardConfigBuilder guard) {
    if (proxyProtocol == proxies.isEmpty()) {
      throw new UsageException("usage.proxy");
    }
    if (maxBufferedBytes != null && maxBufferedBytes > DirectMemory.leftBytes()) {
      throw new UsageException(
          "usage.bufferedBytes", MAX_BUFFERED_BYTES, maxBufferedBytes, DirectMemory.leftBytes());
    }
    guard
        .maxConnections(maxConnections)
        .maxConnectionsPerAddress(maxConnectionsPerAddress)
        .idleTimeout(idleTimeout)
        .writeTimeout(writeTimeout)
        .drainTimeout(drainTimeout);
    allowed.forEach(guard::allow);
    denied.forEach(guard::deny);
    proxies.forEach(guard::proxy);
    udpRefusedPorts.forEach(guard::udpRefusedPort);
    if (udpAnswersPerSecond != null) {
      guard.udpAnswersPerSecond(udpAnswersPerSecond);
    }
    if (maxBufferedBytes != null) {
      guard.maxBufferedBytes(maxBufferedBytes);
    }
  }
}
