package acuse.client.bench.output;

import acuse.client.bench.result.Counts;
import acuse.client.bench.result.RunResult;
import acuse.client.bench.summary.DurationText;
import acuse.client.bench.summary.Percentile;
import acuse.client.bench.summary.RatioText;
import acuse.common.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/**
 * The figures of results that stand side by side, as rows: for the text and for the report alike.
 * Latency is always there. Service time and send lag are there if they say something else, and
 * faults that no result had are not.
 */
public final class ResultTable {
  private static final double NANOS_PER_MICRO = 1000;

  /** From this difference on, service time says something else than latency. */
  private static final double DIFFERENT_RATIO = 0.05;

  private static final double DIFFERENT_NANOS = 20_000;

  /**
   * A row.
   *
   * @param name of the figure
   * @param cells its value in each result
   */
  public record Row(String name, List<String> cells) {}

  private final List<RunResult> results;
  private final Texts texts;
  private final List<Row> rows = new ArrayList<>();

  private ResultTable(List<RunResult> results, Texts language) {
    this.results = results;
    this.texts = Texts.of(ResultTable.class, language.language());
  }

  /** The rows for {@code results}, a column for each. */
  public static List<Row> rows(List<RunResult> results, Texts language) {
    ResultTable table = new ResultTable(results, language);
    table.addCounts();
    table.addDurations();
    return table.rows;
  }

  private void addCounts() {
    row("intended", result -> String.valueOf(result.counts().intended()));
    row("answered", result -> withShare(Counts::answered, result));
    row("lost", result -> withShare(Counts::lost, result));
    rowIfAny("late", Counts::late);
    rowIfAny("not_sent", Counts::notSent);
    rowIfAny("rejected", Counts::rejected);
    rowIfAny("duplicated", Counts::duplicated);
    rowIfAny("reordered", Counts::reordered);
    rowIfAny("corrupted", Counts::corrupted);
    rowIfAny("stray", Counts::stray);
    rowIfAny("broken", Counts::broken);
    rowIfAny("connect_failures", Counts::connectFailures);
    if (results.stream().anyMatch(result -> result.lossBurstMax() > 1)) {
      row("loss_burst", result -> String.valueOf(result.lossBurstMax()));
    }
    if (results.stream().anyMatch(result -> result.reorderExtentMax() > 0)) {
      row("reorder_extent", result -> String.valueOf(result.reorderExtentMax()));
    }
    row("answered_per_s", result -> RatioText.perSecond(result.answeredPerSecond()));
  }

  private void addDurations() {
    if (results.stream().anyMatch(result -> result.histograms().latency() != null)) {
      addAll("latency", result -> result.histograms().latency());
    }
    if (results.stream().anyMatch(result -> result.histograms().latency() == null)) {
      addAll("service_time", result -> result.histograms().serviceTime());
    } else if (results.stream().anyMatch(ResultTable::isServiceTimeDifferent)) {
      addSome("service_time", result -> result.histograms().serviceTime());
      addSome("send_lag", result -> result.histograms().sendLag());
    }
    if (results.stream().anyMatch(result -> has(result.histograms().connect()))) {
      max("connect", result -> result.histograms().connect());
    }
    if (results.stream().anyMatch(result -> !Double.isNaN(result.jitterMicros()))) {
      row("jitter", ResultTable::jitter);
    }
  }

  private void addAll(String name, Function<RunResult, Histogram> durations) {
    for (Percentile percentile : Percentile.values()) {
      percentile(name, percentile, durations);
    }
    max(name, durations);
    add(
        texts.text("durations." + name, texts.text("mean")),
        result ->
            has(durations.apply(result))
                ? DurationText.of(durations.apply(result).getMean())
                : DurationText.NONE);
  }

  private void addSome(String name, Function<RunResult, Histogram> durations) {
    percentile(name, Percentile.P50, durations);
    percentile(name, Percentile.P99, durations);
    max(name, durations);
  }

  private void percentile(
      String name, Percentile percentile, Function<RunResult, Histogram> durations) {
    add(
        texts.text("durations." + name, percentile.text()),
        result -> {
          Histogram histogram = durations.apply(result);
          return histogram == null ? DurationText.NONE : DurationText.of(percentile.of(histogram));
        });
  }

  private void max(String name, Function<RunResult, Histogram> durations) {
    add(
        texts.text("durations." + name, texts.text("max")),
        result ->
            has(durations.apply(result))
                ? DurationText.of((double) durations.apply(result).getMaxValue())
                : DurationText.NONE);
  }

  private void rowIfAny(String key, ToLongFunction<Counts> count) {
    if (results.stream().anyMatch(result -> count.applyAsLong(result.counts()) > 0)) {
      row(key, result -> withShare(count, result));
    }
  }

  private void row(String key, Function<RunResult, String> cell) {
    add(texts.text("row." + key), cell);
  }

  private void add(String name, Function<RunResult, String> cell) {
    rows.add(new Row(name, results.stream().map(cell).toList()));
  }

  /** Whether messages waited for their sending so long that it shows. */
  private static boolean isServiceTimeDifferent(RunResult result) {
    Histogram latency = result.histograms().latency();
    Histogram serviceTime = result.histograms().serviceTime();
    return differ(latency.getValueAtPercentile(50), serviceTime.getValueAtPercentile(50))
        || differ(latency.getMaxValue(), serviceTime.getMaxValue());
  }

  private static boolean differ(long latency, long serviceTime) {
    double difference = Math.abs(latency - serviceTime);
    return difference > DIFFERENT_NANOS && difference > latency * DIFFERENT_RATIO;
  }

  /** 10 (0.2 %); without the share if there is none. */
  private static String withShare(ToLongFunction<Counts> count, RunResult result) {
    long value = count.applyAsLong(result.counts());
    long intended = result.counts().intended();
    return value == 0 || intended == 0
        ? String.valueOf(value)
        : value + " (" + RatioText.percentage((double) value / intended) + ")";
  }

  private static String jitter(RunResult result) {
    return Double.isNaN(result.jitterMicros())
        ? DurationText.NONE
        : DurationText.of(result.jitterMicros() * NANOS_PER_MICRO);
  }

  private static boolean has(Histogram durations) {
    return durations != null && durations.getTotalCount() > 0;
  }
}
