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

  private Samples() {}

  /** 5,000 messages in 10 s: from 80 µs upwards, the longest some milliseconds. */
  public static RunResult run(Protocol protocol) {
    return run(protocol, 500, 1, 1, protocol == Protocol.UDP ? 10 : 0);
  }

  /** One rate or repetition. */
  public static RunResult run(Protocol protocol, double rate, int step, int repetition, long lost) {
    return result(
        protocol,
        load(OptionalDouble.of(rate)),
        step,
        repetition,
        lost,
        histograms(protocol, Math.round(rate * 10) - lost, rate, step * 100 + repetition));
  }

  /** A closed loop, which has no schedule and so no latency. */
  public static RunResult closedLoop(Protocol protocol) {
    Histograms open = histograms(protocol, 5000, 500, 1);
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

  /**
   * The seconds of {@link #run(Protocol, double, int, int, long)}, the losses all in the fourth.
   */
  public static List<Interval> intervals(RunResult result) {
    List<Interval> intervals = new ArrayList<>();
    double rate = result.load().rate().orElse(500);
    for (int second = 0; second < 10; second++) {
      long lost = second == 3 ? result.counts().lost() : 0;
      long answered = Math.round(rate) - lost;
      intervals.add(
          new Interval(
              result.protocol(),
              result.step(),
              result.repetition(),
              second,
              second + 1,
              counts(Math.round(rate), answered, lost),
              histograms(result.protocol(), answered, rate, second)));
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

  private static Histograms histograms(Protocol protocol, long count, double rate, int seed) {
    Random random = new Random(seed * 31L + protocol.defaultPort());
    Histogram latency = new Histogram(3);
    Histogram serviceTime = new Histogram(3);
    Histogram sendLag = new Histogram(3);
    Histogram connect = new Histogram(3);
    Histogram ipdv = new Histogram(3);
    long before = 0;
    for (long i = 0; i < count; i++) {
      double usual = (protocol == Protocol.TCP ? 80_000 : 65_000) * (1 + rate / 20_000);
      double tail = Math.exp(random.nextGaussian() * 0.35);
      long service = (long) (usual * tail);
      long lag = random.nextInt(1000) < 4 ? random.nextInt(3_000_000) : random.nextInt(9_000);
      latency.recordValue(service + lag);
      serviceTime.recordValue(service);
      sendLag.recordValue(lag);
      if (i > 0) {
        ipdv.recordValue(Math.abs(service - before));
      }
      before = service;
    }
    if (protocol == Protocol.TCP) {
      connect.recordValue(214_000);
    }
    return new Histograms(latency, serviceTime, sendLag, connect, ipdv);
  }
}
