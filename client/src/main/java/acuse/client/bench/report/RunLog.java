package acuse.client.bench.report;

import acuse.client.bench.output.HistogramLog;
import acuse.client.bench.result.Histograms;
import acuse.client.bench.result.Interval;
import acuse.client.bench.result.RunResult;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * One run in the log of histograms. Its lines add up to its result: replies that come after the
 * last interval have a line of their own.
 */
final class RunLog {
  private static final double MILLIS_PER_SECOND = 1000;

  private final HistogramLog log;
  private final double beginSeconds;

  /** The sum of what is in the log already, by tag. */
  private final Map<String, Histogram> logged = new HashMap<>();

  private double passedSeconds;

  /**
   * @param beginSeconds where the run begins, after the begin of the log
   */
  RunLog(HistogramLog log, double beginSeconds) {
    this.log = log;
    this.beginSeconds = beginSeconds;
  }

  void add(Interval interval) {
    passedSeconds = interval.toSeconds();
    byTag(interval.protocol().name(), interval.histograms())
        .forEach(
            (tag, values) -> {
              logged.computeIfAbsent(tag, any -> new Histogram(3)).add(values);
              write(tag, interval.fromSeconds(), interval.toSeconds(), values);
            });
  }

  /** Writes what no interval had. */
  void finish(RunResult result) {
    double end = passedSeconds + result.load().timeout().toMillis() / MILLIS_PER_SECOND;
    byTag(result.protocol().name(), result.histograms())
        .forEach(
            (tag, values) -> {
              Histogram rest = values.copy();
              rest.subtract(logged.getOrDefault(tag, new Histogram(3)));
              if (rest.getTotalCount() > 0) {
                write(tag, passedSeconds, end, rest);
              }
            });
  }

  private void write(String tag, double from, double to, Histogram values) {
    log.add(tag, beginSeconds + from, beginSeconds + to, values);
  }

  /** A closed loop has neither latencies nor send lags. */
  private static Map<String, Histogram> byTag(String protocol, Histograms durations) {
    String tag = protocol.toLowerCase(Locale.ROOT);
    Map<String, Histogram> tagged = new HashMap<>();
    if (durations.latency() != null) {
      tagged.put(tag, durations.latency());
      tagged.put(tag + "-lag", durations.sendLag());
    }
    tagged.put(tag + "-service", durations.serviceTime());
    return tagged;
  }
}
