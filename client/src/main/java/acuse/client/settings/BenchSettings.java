package acuse.client.settings;

import acuse.client.bench.check.Expression;
import acuse.common.command.DurationConverter;
import acuse.common.command.OptionValues;
import acuse.common.command.UsageException;
import acuse.common.protocol.Framing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A command line of {@code client bench} as values. Settings that contradict each other cannot be
 * made.
 *
 * @param peer the server
 * @param framing marks messages on TCP; not {@link Framing#AUTO}
 * @param match how replies find their messages
 * @param timeout how long to wait for a connection, and for each reply
 * @param rates how many messages are due per second
 * @param arrivals how the times at which they are due lie to one another
 * @param seed of random gaps; empty to draw one
 * @param duration of one step of one protocol, without the warm-up
 * @param warmup how long messages are sent before those that count; perhaps zero
 * @param connections how many connections, or sockets of UDP
 * @param windowMessages how many messages of one connection may wait for replies at once; counts
 *     only if there is no schedule
 * @param sizeBytes the length of a message, at least 20
 * @param repeats how often all of it is done
 * @param format of stdout
 * @param interval how often something is said while it runs
 * @param out what the names of the result's files begin with; empty for no files
 * @param title of the report
 * @param failIf conditions under which the run fails
 */
public record BenchSettings(
    Peer peer,
    Framing framing,
    MatchBy match,
    Duration timeout,
    Rates rates,
    Arrivals arrivals,
    Optional<Long> seed,
    Duration duration,
    Duration warmup,
    int connections,
    int windowMessages,
    int sizeBytes,
    int repeats,
    ResultFormat format,
    Duration interval,
    Optional<Path> out,
    Optional<String> title,
    List<Expression> failIf) {
  /** Messages that may wait for replies at once: each takes some memory until it has its fate. */
  static final int MAX_IN_FLIGHT = 5_000_000;

  /**
   * Complains of settings that contradict each other.
   *
   * @throws UsageException if they do
   */
  public BenchSettings {
    failIf = List.copyOf(failIf);
    if (rates.isMax() && arrivals == Arrivals.POISSON) {
      throw new UsageException("bench.poissonMax", "--arrivals poisson", "--rate max");
    }
    requireBoundedMemory(
        rates.isMax() ? (long) connections * windowMessages : inFlight(rates.highest(), timeout),
        rates.isMax()
            ? BenchOptions.CONNECTIONS.name() + " " + connections
            : BenchOptions.RATE.name() + " " + rates.highest(),
        rates.isMax()
            ? BenchOptions.WINDOW.name() + " " + windowMessages
            : ClientOptions.TIMEOUT.name() + " " + DurationConverter.written(timeout));
  }

  /**
   * The settings that {@code values} make.
   *
   * @throws UsageException if they contradict each other
   */
  public static BenchSettings of(OptionValues values, List<Expression> failIf) {
    Rates rates = values.get(BenchOptions.RATE);
    Integer window = values.get(BenchOptions.WINDOW);
    if (window != null && !rates.isMax()) {
      throw new UsageException("bench.window", BenchOptions.WINDOW.name(), "--rate max");
    }
    return new BenchSettings(
        Peer.of(values),
        values.get(ClientOptions.FRAMING),
        values.get(BenchOptions.MATCH),
        values.get(ClientOptions.TIMEOUT),
        rates,
        values.get(BenchOptions.ARRIVALS),
        Optional.ofNullable(values.get(BenchOptions.SEED)),
        values.get(BenchOptions.DURATION),
        values.get(BenchOptions.WARMUP),
        values.get(BenchOptions.CONNECTIONS),
        window == null ? 1 : window,
        values.get(MeasuringOptions.SIZE),
        values.get(BenchOptions.REPEAT),
        values.get(MeasuringOptions.FORMAT),
        values.get(MeasuringOptions.INTERVAL),
        Optional.ofNullable(values.get(BenchOptions.OUT)),
        Optional.ofNullable(values.get(BenchOptions.TITLE)),
        failIf);
  }

  /** How many messages wait at once if there is no reply to any. */
  static long inFlight(double perSecond, Duration timeout) {
    return (long) Math.ceil(perSecond * timeout.toMillis() / 1000);
  }

  /**
   * @param one the option that makes them so many, with its value
   * @param other the other one
   * @throws UsageException if {@code inFlight} is absurd
   */
  static void requireBoundedMemory(long inFlight, String one, String other) {
    if (inFlight > MAX_IN_FLIGHT) {
      throw new UsageException("bench.inFlight", one, other, inFlight, MAX_IN_FLIGHT);
    }
  }
}
