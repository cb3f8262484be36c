package acuse.client.bench.report;

import acuse.client.bench.result.Interval;
import acuse.client.bench.summary.Percentile;
import acuse.common.protocol.Protocol;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/**
 * One interval of a run, as the charts over time show it: a few figures, for a run of a day has
 * many thousand intervals, and their histograms would fill the memory.
 *
 * @param protocol the wire
 * @param step which rate of a staircase, from 1
 * @param repetition which repetition of it, from 1
 * @param from its begin in seconds
 * @param to its end in seconds
 * @param percentiles in nanoseconds, those that can be given
 * @param max in nanoseconds; NaN if there were no values
 * @param lossRatio lost messages per message whose fate was decided
 */
public record Second(
    Protocol protocol,
    int step,
    int repetition,
    double from,
    double to,
    Map<Percentile, Double> percentiles,
    double max,
    double lossRatio) {
  /** The figures of {@code interval}. */
  public static Second of(Interval interval) {
    Histogram durations = interval.histograms().judged();
    Map<Percentile, Double> percentiles = new EnumMap<>(Percentile.class);
    for (Percentile percentile : Percentile.values()) {
      OptionalLong value = percentile.of(durations);
      if (value.isPresent()) {
        percentiles.put(percentile, (double) value.getAsLong());
      }
    }
    long decided = interval.counts().answered() + interval.counts().lost();
    return new Second(
        interval.protocol(),
        interval.step(),
        interval.repetition(),
        interval.fromSeconds(),
        interval.toSeconds(),
        percentiles,
        durations.getTotalCount() == 0 ? Double.NaN : (double) durations.getMaxValue(),
        (double) interval.counts().lost() / Math.max(1, decided));
  }

  /** In nanoseconds; NaN if it cannot be given. */
  double at(Percentile percentile) {
    return percentiles.getOrDefault(percentile, Double.NaN);
  }

  double middle() {
    return (from + to) / 2;
  }

  /** The same, {@code seconds} later. */
  Second shifted(double seconds) {
    return new Second(
        protocol, step, repetition, from + seconds, to + seconds, percentiles, max, lossRatio);
  }
}
