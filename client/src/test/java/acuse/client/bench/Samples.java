package acuse.client.bench;

import acuse.client.bench.result.Counts;
import acuse.client.bench.result.Histograms;
import acuse.client.bench.result.Interval;
import acuse.client.bench.result.Load;
import acuse.client.bench.result.RunResult;
import acuse.client.bench.result.SystemCounters;
import acuse.client.bench.result.Warning;
import acuse.common.protocol.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import org.HdrHistogram.Histogram;

/** Results as a measurement could have them, made by a formula. */
public final class Samples {
  /** 2026-01-01T00:00:00Z. */
  public static final long START_MILLIS = 1_767_225_600_000L;

  private static final int SECONDS = 10;
  private static final int SECOND_OF_LOSS = 3;

  private Samples() {}

  /** 5,000 messages in 10 s: from 80 µs upwards, the longest some milliseconds. */
  public static RunResult run(Protocol protocol) {
    return run(protocol, 500, 1, 1, protocol == Protocol.UDP ? 10 : 0);
  }

  /** One rate or repetition. */
  public static RunResult run(Protocol protocol, double rate, int step, int repetition, long lost) {
    Histograms sum = empty();
    for (int second = 0; second < SECONDS; second++) {
      add(sum, second(protocol, rate, step, repetition, lost, second));
    }
    return result(protocol, load(OptionalDouble.of(rate)), step, repetition, lost, sum);
  }

  /** A closed loop, which has no schedule and so no latency. */
  public static RunResult closedLoop(Protocol protocol) {
    Histograms open = run(protocol, 500, 1, 1, 0).histograms();
    return result(
        protocol,
        load(OptionalDouble.empty()),
        1,
        1,
        0,
        new Histograms(null, open.serviceTime(), null, open.connect(), open.ipdv()));
  }

  /** A result whose every latency and service time is {@code nanos}, and send lag nothing. */
  public static RunResult constant(Protocol protocol, long messages, long nanos, int repetition) {
    Histogram durations = new Histogram(3);
    durations.recordValueWithCount(nanos, messages);
    Histogram none = new Histogram(3);
    Histogram lag = new Histogram(3);
    lag.recordValueWithCount(0, messages);
    return result(
        protocol,
        load(OptionalDouble.of(messages / 10.0)),
        1,
        repetition,
        0,
        new Histograms(durations, durations.copy(), lag, none, none));
  }

  /** The seconds of a run, the losses all in the fourth. */
  public static List<Interval> intervals(RunResult result) {
    List<Interval> intervals = new ArrayList<>();
    double rate = result.load().rate().orElse(500);
    for (int second = 0; second < SECONDS; second++) {
      long lost = second == SECOND_OF_LOSS ? result.counts().lost() : 0;
      Histograms part =
          second(
              result.protocol(),
              rate,
              result.step(),
              result.repetition(),
              result.counts().lost(),
              second);
      intervals.add(
          new Interval(
              result.protocol(),
              result.step(),
              result.repetition(),
              second,
              second + 1,
              counts(Math.round(rate), Math.round(rate) - lost, lost),
              result.histograms().latency() == null
                  ? new Histograms(null, part.serviceTime(), null, part.connect(), part.ipdv())
                  : part));
    }
    return intervals;
  }

  private static RunResult result(
      Protocol protocol, Load load, int step, int repetition, long lost, Histograms histograms) {
    long answered = histograms.serviceTime().getTotalCount();
    boolean udp = protocol == Protocol.UDP;
    return new RunResult(
        "9F3A0C11",
        protocol,
        load,
        step,
        repetition,
        START_MILLIS,
        counts(answered + lost, answered, lost),
        lost > 0 ? 3 : 0,
        0,
        (answered + lost) / 10.0,
        answered / 10.0,
        histograms,
        udp ? 12.4 : Double.NaN,
        new SystemCounters(udp ? lost : 0, 0, 0, 3),
        true,
        List.of());
  }

  /** The same, with a warning that makes it invalid. */
  public static RunResult late(RunResult result) {
    return warned(result, Warning.CLIENT_LATE);
  }

  /** The same, with a warning. */
  public static RunResult warned(RunResult result, Warning warning) {
    return new RunResult(
        result.run(),
        result.protocol(),
        result.load(),
        result.step(),
        result.repetition(),
        result.startMillis(),
        result.counts(),
        result.lossBurstMax(),
        result.reorderExtentMax(),
        result.sentPerSecond(),
        result.answeredPerSecond(),
        result.histograms(),
        result.jitterMicros(),
        result.system(),
        warning != Warning.CLIENT_LATE,
        List.of(warning));
  }

  private static Load load(OptionalDouble rate) {
    return new Load(
        rate,
        false,
        OptionalLong.empty(),
        Duration.ofSeconds(10),
        Duration.ofSeconds(1),
        1,
        rate.isPresent() ? 0 : 32,
        64,
        Duration.ofSeconds(2));
  }

  private static Counts counts(long intended, long answered, long lost) {
    return new Counts(
        intended,
        intended,
        0,
        answered,
        lost,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        intended * 64,
        answered * 87);
  }

  private static Histograms second(
      Protocol protocol, double rate, int step, int repetition, long lost, int second) {
    long count = Math.round(rate) - (second == SECOND_OF_LOSS ? lost : 0);
    Random random =
        new Random(((step * 100L + repetition) * 100 + second) * 100_000 + protocol.defaultPort());
    Histograms part = empty();
    if (protocol == Protocol.TCP && second == 0) {
      part.connect().recordValue(214_000);
    }
    long before = 0;
    for (long i = 0; i < count; i++) {
      double usual = (protocol == Protocol.TCP ? 80_000 : 65_000) * (1 + rate / 20_000);
      long service = Math.round(usual * Math.exp(random.nextGaussian() * 0.35));
      long lag = random.nextInt(1000) < 4 ? random.nextInt(3_000_000) : random.nextInt(9_000);
      part.latency().recordValue(service + lag);
      part.serviceTime().recordValue(service);
      part.sendLag().recordValue(lag);
      if (i > 0) {
        part.ipdv().recordValue(Math.abs(service - before));
      }
      before = service;
    }
    return part;
  }

  private static Histograms empty() {
    return new Histograms(
        new Histogram(3), new Histogram(3), new Histogram(3), new Histogram(3), new Histogram(3));
  }

  private static void add(Histograms sum, Histograms part) {
    sum.latency().add(part.latency());
    sum.serviceTime().add(part.serviceTime());
    sum.sendLag().add(part.sendLag());
    sum.connect().add(part.connect());
    sum.ipdv().add(part.ipdv());
  }
}
