package acuse.client.bench.report;

import acuse.client.bench.summary.DurationText;
import acuse.client.bench.summary.Percentile;
import acuse.client.bench.summary.RatioText;
import acuse.common.protocol.Protocol;
import acuse.common.text.Texts;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * One protocol over time: p50, a high percentile and the highest latency of each interval, and
 * below them which part of its messages was lost.
 */
final class TimeChart {
  private static final int HEIGHT = 150;
  private static final int LOSS_HEIGHT = 44;
  private static final int MOST_TICKS = 5;
  private static final int MOST_MARKS = 6;

  /** Of the width, on a narrow page. */
  private static final double ROOM_FOR_WORD = 0.15;

  private final Texts texts;
  private final Protocol protocol;
  private final List<Second> seconds;
  private final Percentile high;
  private final Scale time;
  private final Scale latency;
  private final double highestLoss;

  /**
   * @param high the high percentile to draw
   * @param end of the time, in seconds
   * @param latency the scale of all charts that are to be compared
   * @param highestLoss of all these charts
   */
  TimeChart(
      Texts texts,
      Protocol protocol,
      List<Second> seconds,
      Percentile high,
      double end,
      Scale latency,
      double highestLoss) {
    this.texts = texts;
    this.protocol = protocol;
    this.seconds = seconds;
    this.high = high;
    this.time = new Scale(0, end, false);
    this.latency = latency;
    this.highestLoss = highestLoss;
  }

  /**
   * The chart.
   *
   * @param marks what is to be written under which second; empty for the seconds themselves
   * @param legend of its lines
   */
  String html(Map<Double, String> marks, Legend legend) {
    SvgPlot plot =
        new SvgPlot(texts.text("time.description", protocol), HEIGHT, time, latency)
            .gridUpwards(MOST_TICKS, DurationText::round);
    mark(plot, marks, highestLoss == 0);
    Stroke stroke = Stroke.of(protocol);
    draw(plot, Second::max, stroke.dotted());
    draw(plot, second -> second.at(high), stroke.thin());
    draw(plot, second -> second.at(Percentile.P50), stroke);
    return plot.html(legend) + (highestLoss > 0 ? lossHtml(marks) : "");
  }

  /** With words only under the lower one of two charts. */
  private void mark(SvgPlot plot, Map<Double, String> marks, boolean words) {
    if (marks.isEmpty()) {
      for (double second : time.ticks(MOST_MARKS)) {
        plot.mark(second, words ? seconds(second) : "");
      }
    }
    double before = Double.NEGATIVE_INFINITY;
    for (Map.Entry<Double, String> mark : marks.entrySet()) {
      double place = time.position(mark.getKey());
      boolean room = place - before >= ROOM_FOR_WORD;
      plot.mark(mark.getKey(), words && room ? mark.getValue() : "");
      before = room ? place : before;
    }
  }

  private void draw(SvgPlot plot, ToDoubleFunction<Second> figure, Stroke stroke) {
    plot.line(
        seconds.stream()
            .map(second -> new Point(second.middle(), figure.applyAsDouble(second)))
            .toList(),
        stroke);
    if (seconds.size() == 1) {
      Second only = seconds.get(0);
      plot.dot(new Point(only.middle(), figure.applyAsDouble(only)), stroke.colour(), 3);
    }
  }

  private String lossHtml(Map<Double, String> marks) {
    SvgPlot plot =
        new SvgPlot(
                texts.text("loss.description", protocol),
                LOSS_HEIGHT,
                time,
                Scale.linear(highestLoss))
            .gridUpwards(2, RatioText::percentage);
    mark(plot, marks, true);
    for (Second second : seconds) {
      if (second.lossRatio() > 0) {
        plot.bar(second.from(), second.to(), second.lossRatio(), Stroke.LOSS_COLOUR);
      }
    }
    return plot.html(new Legend());
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, "%.1f", value).replaceFirst("\\.0$", "") + " s";
  }
}
