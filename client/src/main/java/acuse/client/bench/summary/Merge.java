package acuse.client.bench.summary;

import acuse.client.bench.result.Counts;
import acuse.client.bench.result.Histograms;
import acuse.client.bench.result.Load;
import acuse.client.bench.result.RunResult;
import acuse.client.bench.result.SystemCounters;
import acuse.client.bench.result.Warning;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Makes one result of several: histograms and counts are added, so a percentile of the sum is that
 * of all messages together. Percentiles themselves are never averaged.
 */
public final class Merge {
  private final List<RunResult> results;
  private final RunResult first;

  private Merge(List<RunResult> results) {
    this.results = results;
    this.first = results.get(0);
  }

  /** Several clients that ran at once, against one server: their rates add up, too. */
  public static RunResult atOnce(List<RunResult> results) {
    return new Merge(results).merged(results.size());
  }

  /** Repetitions, one after the other: their rate is the mean. */
  public static RunResult inTurn(List<RunResult> results) {
    return new Merge(results).merged(1);
  }

  private RunResult merged(int clients) {
    return new RunResult(
        first.run(),
        first.protocol(),
        load(clients),
        first.step(),
        first.repetition(),
        results.stream().mapToLong(RunResult::startMillis).min().orElseThrow(),
        counts(),
        highest(RunResult::lossBurstMax),
        highest(RunResult::reorderExtentMax),
        mean(RunResult::sentPerSecond) * clients,
        mean(RunResult::answeredPerSecond) * clients,
        histograms(),
        jitter(),
        system(),
        results.stream().allMatch(RunResult::valid),
        Stream.of(Warning.values())
            .filter(warning -> results.stream().anyMatch(one -> one.warnings().contains(warning)))
            .toList());
  }

  private Load load(int clients) {
    Load load = first.load();
    boolean open = results.stream().allMatch(result -> result.load().rate().isPresent());
    OptionalDouble rate =
        open
            ? OptionalDouble.of(mean(result -> result.load().rate().getAsDouble()) * clients)
            : OptionalDouble.empty();
    double connections = mean(result -> result.load().connections());
    return new Load(
        rate,
        load.poisson(),
        load.seed(),
        load.duration(),
        load.warmup(),
        (int) Math.round(connections * clients),
        load.window(),
        load.sizeBytes(),
        load.timeout());
  }

  private Counts counts() {
    return new Counts(
        sum(Counts::intended),
        sum(Counts::sent),
        sum(Counts::notSent),
        sum(Counts::answered),
        sum(Counts::lost),
        sum(Counts::late),
        sum(Counts::duplicated),
        sum(Counts::reordered),
        sum(Counts::corrupted),
        sum(Counts::stray),
        sum(Counts::rejected),
        sum(Counts::connectFailures),
        sum(Counts::broken),
        sum(Counts::bytesSent),
        sum(Counts::bytesReceived));
  }

  private Histograms histograms() {
    return new Histograms(
        add(Histograms::latency),
        add(Histograms::serviceTime),
        add(Histograms::sendLag),
        add(Histograms::connect),
        add(Histograms::ipdv));
  }

  /** Null if one of the results has none: then the sum would be that of some messages only. */
  private Histogram add(Function<Histograms, Histogram> kind) {
    Histogram sum = new Histogram(3);
    for (RunResult result : results) {
      Histogram part = kind.apply(result.histograms());
      if (part == null) {
        return null;
      }
      sum.add(part);
    }
    return sum;
  }

  /** The mean by answered messages. */
  private double jitter() {
    double weighted = 0;
    for (RunResult result : results) {
      weighted += result.jitterMicros() * result.counts().answered();
    }
    return weighted / sum(Counts::answered);
  }

  /**
   * The highest of each. Clients of one machine count the same events, those of several machines
   * others, and nothing tells which it was.
   */
  private SystemCounters system() {
    return new SystemCounters(
        highest(result -> result.system().udpReceiveBufferErrors()),
        highest(result -> result.system().udpSendBufferErrors()),
        highest(result -> result.system().tcpRetransmissions()),
        highest(result -> result.system().gcPauseMillis()));
  }

  private long sum(ToLongFunction<Counts> count) {
    return results.stream().map(RunResult::counts).mapToLong(count).sum();
  }

  private long highest(ToLongFunction<RunResult> figure) {
    return results.stream().mapToLong(figure).max().orElseThrow();
  }

  private double mean(ToDoubleFunction<RunResult> figure) {
    return results.stream().mapToDouble(figure).average().orElseThrow();
  }
}
