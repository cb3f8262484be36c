package acuse.client.settings;

import static acuse.common.command.ProgramOption.value;

import acuse.common.command.DelayConverter;
import acuse.common.command.DurationConverter;
import acuse.common.command.FileConverter;
import acuse.common.command.ProgramOption;
import acuse.common.command.WordConverter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The options of {@code client bench}, except for those that can be repeated. A new one is declared
 * here, put into one of the lists, and read in {@link BenchSettings#of}.
 */
public final class BenchOptions {
  /** More sockets than a process may usually open. */
  private static final int MAX_CONNECTIONS = 10_000;

  private static final int MAX_REPEATS = 1_000;

  static final ProgramOption<Rates> RATE =
      value("--rate", "N|max|N,N,N", Rates.class, new RatesConverter()).withDefault("500");

  static final ProgramOption<Arrivals> ARRIVALS =
      value("--arrivals", "constant|poisson", Arrivals.class, new WordConverter<>(Arrivals.class))
          .withDefault("constant");

  /** The default is drawn. */
  static final ProgramOption<Long> SEED = value("--seed", "N", Long.class, new SeedConverter());

  static final ProgramOption<Duration> DURATION =
      value("--duration", "TIME", Duration.class, new DurationConverter()).withDefault("10s");

  static final ProgramOption<Duration> WARMUP =
      value("--warmup", "TIME", Duration.class, new DelayConverter()).withDefault("1s");

  static final ProgramOption<Integer> CONNECTIONS =
      value("--connections", "N", Integer.class, new NumberConverter(1, MAX_CONNECTIONS))
          .withDefault("1");

  /** Only with {@code --rate max}; 1 is the default there. */
  static final ProgramOption<Integer> WINDOW =
      value("--window", "N", Integer.class, new NumberConverter(1, BenchSettings.MAX_IN_FLIGHT));

  static final ProgramOption<Integer> REPEAT =
      value("--repeat", "N", Integer.class, new NumberConverter(1, MAX_REPEATS)).withDefault("1");

  static final ProgramOption<MatchBy> MATCH =
      value("--match", "id|order", MatchBy.class, new WordConverter<>(MatchBy.class))
          .withDefault("id");

  static final ProgramOption<Path> OUT = value("--out", "NAME", Path.class, new FileConverter());

  static final ProgramOption<String> TITLE =
      value("--title", "TEXT", String.class, new NonBlankConverter("value.expect"));

  /** Options about the server. */
  public static final List<ProgramOption<?>> PEER =
      MeasuringOptions.joined(
          List.of(
              MeasuringOptions.PEER,
              List.of(ClientOptions.FRAMING, MATCH, ClientOptions.TIMEOUT, ClientOptions.TLS)));

  /** Options about what is sent, and when. */
  public static final List<ProgramOption<?>> LOAD =
      List.of(
          RATE,
          ARRIVALS,
          SEED,
          DURATION,
          WARMUP,
          CONNECTIONS,
          WINDOW,
          MeasuringOptions.SIZE,
          REPEAT);

  /** Options about the result. */
  public static final List<ProgramOption<?>> RESULT =
      List.of(MeasuringOptions.FORMAT, MeasuringOptions.INTERVAL, OUT, TITLE, ClientOptions.LANG);

  /** All options, except for {@code --fail-if} and {@code --help}. */
  public static final List<ProgramOption<?>> ALL =
      MeasuringOptions.joined(List.of(PEER, ClientOptions.TLS_DETAILS, LOAD, RESULT));

  private BenchOptions() {}
}
