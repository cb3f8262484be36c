package acuse.client.bench.report;

import java.util.function.DoublePredicate;
import java.util.stream.DoubleStream;

/** The scale for durations that are to stand in one chart, or in several that are compared. */
final class LatencyAxis {
  /** Above this ratio of the highest to the lowest value, small ones need a logarithmic scale. */
  private static final double MAX_LINEAR_RATIO = 30;

  private LatencyAxis() {}

  /**
   * A scale for {@code nanos}; NaN and zeros among them count for nothing.
   *
   * @return from 0 upwards, or logarithmic if the values differ much
   */
  static Scale of(DoubleStream nanos) {
    DoublePredicate isValue = value -> value > 0; // NaN is not
    double[] values = nanos.filter(isValue).sorted().toArray();
    if (values.length == 0) {
      return Scale.linear(0);
    }
    double lowest = values[0];
    double highest = values[values.length - 1];
    return highest > lowest * MAX_LINEAR_RATIO
        ? Scale.logarithmic(lowest, highest)
        : Scale.linear(highest);
  }
}
