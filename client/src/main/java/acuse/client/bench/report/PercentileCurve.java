package acuse.client.bench.report;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * The percentiles of a histogram as a line: from left to right 1/(1−p), so that each further nine
 * is as wide as the one before; upwards the value.
 *
 * <pre>
 * p       0     0.9   0.99   0.999       1 (the highest value)
 * x       1     10    100    1000        n
 * </pre>
 *
 * @param sure the part that at least ten values lie beyond
 * @param tail the rest, which a single value may decide; it begins where {@code sure} ends
 */
record PercentileCurve(List<Point> sure, List<Point> tail) {
  private static final int TICKS_PER_HALF_DISTANCE = 8;
  private static final double VALUES_BEYOND = 10;

  /** The curve of {@code values}; two empty lines if there are none. */
  static PercentileCurve of(AbstractHistogram values) {
    List<Point> sure = new ArrayList<>();
    List<Point> tail = new ArrayList<>();
    double count = values.getTotalCount();
    for (HistogramIterationValue step : values.percentiles(TICKS_PER_HALF_DISTANCE)) {
      double beyond = 1 - step.getPercentileLevelIteratedTo() / 100;
      double x = Math.min(count, 1 / Math.max(beyond, Double.MIN_NORMAL));
      Point point = new Point(x, step.getValueIteratedTo());
      if (x * VALUES_BEYOND <= count) {
        sure.add(point);
      } else {
        if (tail.isEmpty() && !sure.isEmpty()) {
          tail.add(sure.get(sure.size() - 1));
        }
        tail.add(point);
      }
    }
    return new PercentileCurve(sure, tail);
  }
}
