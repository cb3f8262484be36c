package acuse.client.bench.report;

import acuse.client.bench.summary.DurationText;
import acuse.common.protocol.Protocol;
import acuse.common.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.HdrHistogram.AbstractHistogram;

/**
 * The percentile curves of both protocols in one chart: latency solid, service time dashed. The gap
 * between the two is the waiting that a generator hides if it measures from the actual sending
 * (coordinated omission).
 */
final class PercentileChart {
  private static final int HEIGHT = 300;
  private static final int MOST_TICKS = 9;
  private static final int MOST_MARKS = 6;

  private record Line(PercentileCurve curve, Stroke stroke, String name) {}

  private final Texts texts;
  private final List<Line> lines = new ArrayList<>();
  private long values;
  private double lowest = Double.MAX_VALUE;
  private double highest;

  PercentileChart(Texts texts) {
    this.texts = texts;
  }

  /** Adds the curve of {@code latencies}, unless it is null or empty. */
  PercentileChart latency(Protocol protocol, AbstractHistogram latencies) {
    String name = texts.text("line.latency", protocol);
    return add(latencies, Stroke.of(protocol), name);
  }

  /** Adds the curve of {@code serviceTimes}, unless it is null or empty. */
  PercentileChart serviceTime(Protocol protocol, AbstractHistogram serviceTimes) {
    String name = texts.text("line.serviceTime", protocol);
    return add(serviceTimes, Stroke.of(protocol).dashed(), name);
  }

  private PercentileChart add(AbstractHistogram durations, Stroke stroke, String name) {
    if (durations != null && durations.getTotalCount() > 0) {
      lines.add(new Line(PercentileCurve.of(durations), stroke, name));
      values = Math.max(values, durations.getTotalCount());
      lowest = Math.min(lowest, (double) durations.getMinNonZeroValue());
      highest = Math.max(highest, (double) durations.getMaxValue());
    }
    return this;
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /**
   * The chart with its key.
   *
   * @param heading above both; empty for none
   */
  String html(String heading) {
    Scale x = new Scale(1, Math.max(values, 2), true);
    Scale y = LatencyAxis.of(DoubleStream.of(lowest, highest));
    SvgPlot plot = new SvgPlot(texts.text("percentiles.description"), HEIGHT, x, y);
    plot.gridUpwards(MOST_TICKS, DurationText::round);
    drawNines(plot);
    Legend legend = new Legend();
    if (!heading.isEmpty()) {
      legend.heading(heading);
    }
    for (Line line : lines) {
      plot.line(line.curve.sure(), line.stroke).line(line.curve.tail(), line.stroke.faint());
      legend.line(line.stroke, line.name);
    }
    return plot.html(legend);
  }

  /** 0 %, 90 %, 99 % and so on; every second one if they are many. */
  private void drawNines(SvgPlot plot) {
    int most = (int) Math.floor(Math.log10((double) Math.max(values, 2)));
    int every = most >= MOST_MARKS ? 2 : 1;
    for (int nines = 0; nines <= most; nines += nines == 0 ? 1 : every) {
      plot.mark(Math.pow(10, nines), percentage(nines));
    }
  }

  private static String percentage(int nines) {
    return switch (nines) {
      case 0 -> "0 %";
      case 1 -> "90 %";
      case 2 -> "99 %";
      default -> "99." + "9".repeat(nines - 2) + " %";
    };
  }
}
