package acuse.client.bench.check;

import acuse.client.bench.result.Counts;
import acuse.client.bench.result.RunResult;
import acuse.client.bench.summary.DurationText;
import acuse.client.bench.summary.Percentile;
import acuse.client.bench.summary.RatioText;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/** The value of a figure in a result. */
public final class FigureValue {
  private FigureValue() {}

  /**
   * The value in nanoseconds, messages, or messages per second; empty if it cannot be given. Of a
   * closed loop, durations are service times.
   */
  public static OptionalDouble of(Figure figure, RunResult result) {
    Histogram durations = durations(figure, result);
    Counts counts = result.counts();
    return switch (figure) {
      case P50, P90, P95, P99, P99_9, SEND_LAG_P99 ->
          durations == null ? OptionalDouble.empty() : measured(percentile(figure).of(durations));
      case MAX -> ifAny(durations, (double) durations.getMaxValue());
      case MEAN -> ifAny(durations, durations.getMean());
      case LOSS -> count(counts.lost());
      case LATE -> count(counts.late());
      case DUPLICATED -> count(counts.duplicated());
      case REORDERED -> count(counts.reordered());
      case CORRUPTED -> count(counts.corrupted());
      case RATE -> OptionalDouble.of(result.answeredPerSecond());
    };
  }

  /** A count as a share of the intended messages; empty if nothing was intended. */
  public static OptionalDouble shareOf(Figure figure, RunResult result) {
    long intended = result.counts().intended();
    OptionalDouble count = of(figure, result);
    return intended == 0 || count.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(count.getAsDouble() / intended);
  }

  /** The value as it is compared: durations and rates as they are, counts as a share. */
  public static OptionalDouble compared(Figure figure, RunResult result) {
    return figure.kind() == Figure.Kind.COUNT ? shareOf(figure, result) : of(figure, result);
  }

  /** The value for people, with its unit. */
  public static String shown(Figure figure, double value) {
    return switch (figure.kind()) {
      case TIME -> DurationText.of(value);
      case COUNT -> String.format(Locale.ROOT, "%.0f", value);
      case RATE -> RatioText.perSecond(value);
    };
  }

  /** Null if the result has no such durations. */
  static Histogram durations(Figure figure, RunResult result) {
    return figure == Figure.SEND_LAG_P99
        ? result.histograms().sendLag()
        : result.histograms().judged();
  }

  /** How many values the figure needs. */
  static long valuesNeeded(Figure figure) {
    return switch (figure) {
      case P50, P90, P95, P99, P99_9, SEND_LAG_P99 -> percentile(figure).valuesNeeded();
      default -> 1;
    };
  }

  private static Percentile percentile(Figure figure) {
    return switch (figure) {
      case P50 -> Percentile.P50;
      case P90 -> Percentile.P90;
      case P95 -> Percentile.P95;
      case P99, SEND_LAG_P99 -> Percentile.P99;
      case P99_9 -> Percentile.P99_9;
      default -> throw new IllegalArgumentException("figure=" + figure);
    };
  }

  private static OptionalDouble count(long value) {
    return OptionalDouble.of((double) value);
  }

  private static OptionalDouble measured(OptionalLong value) {
    return value.isPresent()
        ? OptionalDouble.of((double) value.getAsLong())
        : OptionalDouble.empty();
  }

  private static OptionalDouble ifAny(Histogram durations, double value) {
    return durations.getTotalCount() == 0 ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
