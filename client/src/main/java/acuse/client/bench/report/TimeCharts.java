package acuse.client.bench.report;

import acuse.client.bench.output.Overview;
import acuse.client.bench.result.Interval;
import acuse.client.bench.result.RunResult;
import acuse.client.bench.summary.Percentile;
import acuse.client.bench.summary.RunName;
import acuse.common.protocol.Protocol;
import acuse.common.text.Texts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;

/**
 * The intervals of all runs, a chart for each protocol. Rates and repetitions follow one another
 * from left to right, as they ran. All charts have the same scale, so that they can be compared.
 */
final class TimeCharts {
  /** From the highest down; the first that most intervals have enough messages for is drawn. */
  private static final List<Percentile> HIGH =
      List.of(Percentile.P99, Percentile.P95, Percentile.P90);

  private final List<RunResult> results;
  private final List<Interval> intervals;
  private final Texts texts;
  private final Percentile high;

  TimeCharts(List<RunResult> results, List<Interval> intervals, Texts texts) {
    this.results = results;
    this.intervals = intervals;
    this.texts = texts;
    this.high = HIGH.stream().filter(this::isMostlyGiven).findFirst().orElse(Percentile.P90);
  }

  private boolean isMostlyGiven(Percentile percentile) {
    long given =
        intervals.stream()
            .filter(
                interval ->
                    interval.histograms().judged().getTotalCount() >= percentile.valuesNeeded())
            .count();
    return given * 2 > intervals.size();
  }

  String html() {
    Map<Protocol, List<Second>> seconds = new TreeMap<>();
    Map<Protocol, Map<Double, String>> marks = new TreeMap<>();
    Map<Protocol, Double> ends = new TreeMap<>();
    for (RunResult result : results) {
      double begin = ends.getOrDefault(result.protocol(), 0.0);
      List<Second> ofRun = seconds(result, begin);
      seconds.computeIfAbsent(result.protocol(), protocol -> new ArrayList<>()).addAll(ofRun);
      marks
          .computeIfAbsent(result.protocol(), protocol -> new LinkedHashMap<>())
          .put(begin, RunName.rate(result));
      ends.put(result.protocol(), ofRun.stream().mapToDouble(Second::to).max().orElse(begin));
    }
    boolean several = Overview.isNeeded(results);
    Scale latency =
        LatencyAxis.of(
            seconds.values().stream()
                .flatMap(List::stream)
                .flatMapToDouble(
                    second -> DoubleStream.of(second.p50(), second.high(), second.max())));
    double highestLoss =
        seconds.values().stream()
            .flatMap(List::stream)
            .mapToDouble(Second::lossRatio)
            .max()
            .orElse(0);
    StringBuilder html = new StringBuilder();
    seconds.forEach(
        (protocol, ofProtocol) -> {
          double end = ends.get(protocol);
          html.append("<h3>").append(protocol).append("</h3>\n");
          html.append(legend(protocol, highestLoss > 0));
          html.append(
              new TimeChart(texts, protocol, ofProtocol, end > 0 ? end : 1, latency, highestLoss)
                  .html(several ? marks.get(protocol) : Map.of()));
        });
    return html.toString();
  }

  private String legend(Protocol protocol, boolean losses) {
    Stroke stroke = Stroke.of(protocol);
    Legend legend =
        new Legend()
            .line(stroke, "p50")
            .line(stroke.thin(), high.text())
            .line(stroke.dotted(), texts.text("line.max"));
    if (losses) {
      legend.bar(Stroke.LOSS_COLOUR, texts.text("line.lost"));
    }
    return legend.html();
  }

  /** Those of {@code result}, after {@code begin}. */
  private List<Second> seconds(RunResult result, double begin) {
    return intervals.stream()
        .filter(
            interval ->
                interval.protocol() == result.protocol()
                    && interval.step() == result.step()
                    && interval.repetition() == result.repetition())
        .map(interval -> second(interval, begin))
        .toList();
  }

  private Second second(Interval interval, double begin) {
    Histogram durations = interval.histograms().judged();
    long decided = interval.counts().answered() + interval.counts().lost();
    return new Second(
        begin + interval.fromSeconds(),
        begin + interval.toSeconds(),
        nanos(Percentile.P50.of(durations)),
        nanos(high.of(durations)),
        durations.getTotalCount() == 0 ? Double.NaN : (double) durations.getMaxValue(),
        (double) interval.counts().lost() / Math.max(1, decided));
  }

  private static double nanos(OptionalLong value) {
    return value.isPresent() ? (double) value.getAsLong() : Double.NaN;
  }
}
