package acuse.client.bench.report;

import acuse.client.bench.output.Overview;
import acuse.client.bench.result.RunResult;
import acuse.client.bench.summary.Percentile;
import acuse.client.bench.summary.RunName;
import acuse.common.protocol.Protocol;
import acuse.common.text.Texts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * The intervals of all runs, a chart for each protocol. Rates and repetitions follow one another
 * from left to right, as they ran. All charts have the same scale, so that they can be compared.
 */
final class TimeCharts {
  /** From the highest down; the first that most intervals have enough messages for is drawn. */
  private static final List<Percentile> HIGH =
      List.of(Percentile.P99, Percentile.P95, Percentile.P90);

  private final List<RunResult> results;
  private final List<Second> intervals;
  private final Texts texts;
  private final Percentile high;

  private final Map<Protocol, List<Second>> seconds = new TreeMap<>();

  /** Where each run begins, and its rate. */
  private final Map<Protocol, Map<Double, String>> marks = new TreeMap<>();

  private final Map<Protocol, Double> ends = new TreeMap<>();

  TimeCharts(List<RunResult> results, List<Second> intervals, Texts texts) {
    this.results = results;
    this.intervals = intervals;
    this.texts = texts;
    this.high = HIGH.stream().filter(this::isMostlyGiven).findFirst().orElse(Percentile.P90);
    results.forEach(this::append);
  }

  private boolean isMostlyGiven(Percentile percentile) {
    long given =
        intervals.stream().filter(second -> second.percentiles().containsKey(percentile)).count();
    return given * 2 > intervals.size();
  }

  private void append(RunResult result) {
    Protocol protocol = result.protocol();
    double begin = ends.getOrDefault(protocol, 0.0);
    List<Second> ofRun = seconds.computeIfAbsent(protocol, any -> new ArrayList<>());
    double end = begin;
    for (Second interval : intervals) {
      if (interval.protocol() == protocol
          && interval.step() == result.step()
          && interval.repetition() == result.repetition()) {
        ofRun.add(interval.shifted(begin));
        end = Math.max(end, begin + interval.to());
      }
    }
    marks.computeIfAbsent(protocol, any -> new LinkedHashMap<>()).put(begin, RunName.rate(result));
    ends.put(protocol, end);
  }

  /** The charts, one below the other. */
  String html() {
    boolean several = Overview.isNeeded(results);
    Scale latency =
        LatencyAxis.of(
            intervals.stream()
                .flatMapToDouble(
                    second ->
                        DoubleStream.of(second.at(Percentile.P50), second.at(high), second.max())));
    double highestLoss = intervals.stream().mapToDouble(Second::lossRatio).max().orElse(0);
    StringBuilder html = new StringBuilder();
    seconds.forEach(
        (protocol, ofProtocol) -> {
          double end = Math.max(ends.get(protocol), Double.MIN_NORMAL);
          TimeChart chart =
              new TimeChart(texts, protocol, ofProtocol, high, end, latency, highestLoss);
          Map<Double, String> words = several ? marks.get(protocol) : Map.of();
          html.append("<br/>\n").append(chart.html(words, legend(protocol, highestLoss > 0)));
        });
    return html.toString();
  }

  private Legend legend(Protocol protocol, boolean losses) {
    Stroke stroke = Stroke.of(protocol);
    Legend legend =
        new Legend()
            .heading(texts.text("time.heading", protocol))
            .line(stroke, "p50")
            .line(stroke.thin(), high.text())
            .line(stroke.dotted(), texts.text("line.max"));
    if (losses) {
      legend.bar(Stroke.LOSS_COLOUR, texts.text("line.lost"));
    }
    return legend;
  }
}
