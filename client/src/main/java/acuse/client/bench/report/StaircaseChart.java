package acuse.client.bench.report;

import acuse.client.bench.summary.DurationText;
import acuse.client.bench.summary.RatioText;
import acuse.common.protocol.Protocol;
import acuse.common.text.Texts;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A staircase of rates: from left to right the rate, upwards p50 and p99 of both protocols, and
 * below them which part was lost. The rate from which the lines rise is the capacity of the path.
 */
final class StaircaseChart {
  private static final int HEIGHT = 220;
  private static final int LOSS_HEIGHT = 60;
  private static final int MOST_TICKS = 7;

  private final Texts texts;
  private final Map<Protocol, List<Step>> steps;
  private final Scale rate;

  StaircaseChart(Texts texts, Map<Protocol, List<Step>> steps) {
    this.texts = texts;
    this.steps = steps;
    double highest = all().mapToDouble(Step::rate).max().orElse(1);
    double lowest = all().mapToDouble(Step::rate).min().orElse(1);
    this.rate = highest > lowest * 20 ? Scale.logarithmic(lowest, highest) : Scale.linear(highest);
  }

  /** The charts with their key. */
  String html() {
    Scale latency =
        LatencyAxis.of(all().flatMapToDouble(step -> DoubleStream.of(step.p50(), step.p99())));
    SvgPlot plot =
        new SvgPlot(texts.text("staircase.description"), HEIGHT, rate, latency)
            .gridUpwards(MOST_TICKS, DurationText::round);
    Legend legend = new Legend();
    markRates(plot);
    steps.forEach(
        (protocol, ofProtocol) -> {
          Stroke stroke = Stroke.of(protocol);
          draw(plot, ofProtocol, Step::p50, stroke);
          draw(plot, ofProtocol, Step::p99, stroke.dotted());
          legend.line(stroke, protocol + " p50").line(stroke.dotted(), protocol + " p99");
        });
    return plot.html(legend) + lossHtml();
  }

  private String lossHtml() {
    double highest = all().mapToDouble(Step::lossRatio).max().orElse(0);
    if (highest == 0) {
      return "";
    }
    SvgPlot plot =
        new SvgPlot(
                texts.text("staircase.lossDescription"), LOSS_HEIGHT, rate, Scale.linear(highest))
            .gridUpwards(2, RatioText::percentage);
    markRates(plot);
    Legend legend = new Legend();
    steps.forEach(
        (protocol, ofProtocol) -> {
          Stroke stroke = Stroke.of(protocol);
          draw(plot, ofProtocol, Step::lossRatio, stroke);
          legend.line(stroke, texts.text("line.loss", protocol));
        });
    return plot.html(legend);
  }

  private void markRates(SvgPlot plot) {
    double before = Double.NEGATIVE_INFINITY;
    for (double value : new TreeSet<>(all().map(Step::rate).toList())) {
      boolean near = rate.position(value) - before < 0.12;
      plot.mark(value, near ? "" : RatioText.perSecond(value));
      before = near ? before : rate.position(value);
    }
  }

  private static void draw(
      SvgPlot plot, List<Step> steps, ToDoubleFunction<Step> figure, Stroke stroke) {
    List<Point> points =
        steps.stream().map(step -> new Point(step.rate(), figure.applyAsDouble(step))).toList();
    plot.line(points, stroke);
    points.forEach(point -> plot.dot(point, stroke.colour(), 3.5));
  }

  private Stream<Step> all() {
    return steps.values().stream().flatMap(List::stream);
  }
}
