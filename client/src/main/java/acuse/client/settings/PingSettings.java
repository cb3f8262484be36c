package acuse.client.settings;

import acuse.common.command.DurationConverter;
import acuse.common.command.OptionValues;
import acuse.common.command.UsageException;
import java.time.Duration;
import java.util.Optional;

/**
 * A command line of {@code client ping} as values. Settings that contradict each other cannot be
 * made.
 *
 * @param peer the server
 * @param timeout how long to wait for a connection, and for each reply
 * @param count how many messages are sent over each protocol; empty for no end
 * @param interval from one message to the next
 * @param connect whether each message of TCP is a new connection, and the time is that of
 *     connecting
 * @param sizeBytes the length of a message, at least 20
 * @param format of stdout
 */
public record PingSettings(
    Peer peer,
    Duration timeout,
    Optional<Integer> count,
    Duration interval,
    boolean connect,
    int sizeBytes,
    ResultFormat format) {
  /**
   * Complains of settings that contradict each other.
   *
   * @throws UsageException if they do
   */
  public PingSettings {
    if (connect && peer.protocols() == Protocols.UDP) {
      throw new UsageException("ping.connectUdp", PingOptions.CONNECT.name());
    }
    BenchSettings.requireBoundedMemory(
        timeout.toMillis() / interval.toMillis(),
        MeasuringOptions.INTERVAL.name() + " " + DurationConverter.written(interval),
        ClientOptions.TIMEOUT.name() + " " + DurationConverter.written(timeout));
  }

  /**
   * The settings that {@code values} make.
   *
   * @throws UsageException if they contradict each other
   */
  public static PingSettings of(OptionValues values) {
    return new PingSettings(
        Peer.of(values),
        values.get(ClientOptions.TIMEOUT),
        Optional.ofNullable(values.get(PingOptions.COUNT)),
        values.get(MeasuringOptions.INTERVAL),
        values.get(PingOptions.CONNECT),
        values.get(MeasuringOptions.SIZE),
        values.get(MeasuringOptions.FORMAT));
  }
}
