package acuse.client.bench.engine;

import acuse.client.bench.result.Counts;
import acuse.client.bench.result.Histograms;
import acuse.client.bench.result.Interval;
import acuse.client.bench.result.Load;
import acuse.client.bench.result.RunListener;
import acuse.client.bench.result.RunResult;
import acuse.client.bench.result.SystemCounters;
import acuse.client.bench.result.Warning;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * One run from the first connection to the result. The thread that runs it waits; event loops do
 * the work.
 */
final class Run {
  static final double NANOS_PER_SECOND = 1e9;

  /** So that all event loops know of the start before it. */
  private static final long START_IN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** A send lag that makes latencies untrustworthy, however slow the rate. */
  private static final long MAX_LAG_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** A send lag that may always be: what a timer of the system takes. */
  private static final long USUAL_LAG_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  private static final double LAG_PER_GAP = 0.1;
  private static final double LAG_PERCENTILE = 99;

  private final RunPlan plan;
  private final Load load;
  private final String mark;
  private final RunListener listener;
  private final List<Worker> workers = new ArrayList<>();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private final Histograms total;

  /** Up to where the listener was told of intervals, after the warm-up. */
  private long toldNanos;

  private Counts told = new Tally().counts();

  /**
   * @param mark of its messages, eight hexadecimal digits
   */
  Run(
      RunPlan plan,
      String mark,
      List<EventLoop> loops,
      Sockets sockets,
      RunListener listener,
      ProbeListener messages) {
    this.plan = plan;
    this.load = plan.load();
    this.mark = mark;
    this.listener = listener;
    this.total = Durations.empty(load.rate().isPresent());
    int count = Math.min(loops.size(), load.connections());
    for (int i = 0; i < count; i++) {
      Probe probe = new Probe(mark, load.sizeBytes());
      workers.add(new Worker(loops.get(i), i, count, load, probe, messages, sockets));
    }
  }

  /** Ends the run before its time; for any thread. */
  void stop() {
    stopped.complete(null);
  }

  RunResult run() throws IOException, InterruptedException {
    try {
      return measure();
    } finally {
      workers.forEach(worker -> onLoop(worker, Worker::stopped)); // closes what is open
    }
  }

  private RunResult measure() throws IOException, InterruptedException {
    boolean isAnyOpen = openAll();
    SystemCounters before = KernelCounters.read();
    long start = System.nanoTime() + START_IN_NANOS;
    long measuredFrom = start + load.warmup().toNanos();
    long startMillis =
        System.currentTimeMillis()
            + TimeUnit.NANOSECONDS.toMillis(measuredFrom - System.nanoTime());
    listener.began(mark, plan.protocol(), load, plan.step(), plan.repetition(), startMillis);
    if (isAnyOpen) {
      workers.forEach(worker -> worker.loop().execute(() -> worker.start(start)));
      awaitEnd(measuredFrom);
    }
    boolean interrupted = stopped.isDone();
    workers.forEach(worker -> onLoop(worker, Worker::stopped));
    long endedNanos = System.nanoTime() - measuredFrom;
    if (isAnyOpen && endedNanos > toldNanos) {
      tellInterval(endedNanos); // replies that came behind the last whole interval
    }
    long measuredNanos = load.duration().toNanos();
    if (interrupted) {
      measuredNanos = Math.max(1, Math.min(measuredNanos, endedNanos));
    }
    RunResult result =
        result(startMillis, measuredNanos, KernelCounters.since(before), interrupted, isAnyOpen);
    listener.ended(result);
    return result;
  }

  /** Opens all sockets, and waits until each is open or is not to be had. */
  private boolean openAll() throws IOException, InterruptedException {
    List<CompletableFuture<Boolean>> opening =
        workers.stream().flatMap(worker -> worker.openAll().stream()).toList();
    boolean isAnyOpen = false;
    for (CompletableFuture<Boolean> open : opening) {
      isAnyOpen |= get(open);
    }
    return isAnyOpen;
  }

  /** Tells the listener of each interval until all messages have their fate. */
  private void awaitEnd(long measuredFrom) throws IOException, InterruptedException {
    CompletableFuture<Object> end =
        CompletableFuture.anyOf(
            stopped,
            CompletableFuture.allOf(
                workers.stream().map(Worker::finished).toArray(CompletableFuture[]::new)));
    long intervalNanos = plan.interval().toNanos();
    boolean over = false;
    for (long whole = load.duration().toNanos() / intervalNanos; whole > 0 && !over; whole--) {
      over = isOver(end, measuredFrom + toldNanos + intervalNanos);
      if (!over) {
        tellInterval(toldNanos + intervalNanos);
      }
    }
    if (!over) {
      isOver(end, Long.MAX_VALUE);
    }
  }

  /** What came since the last time, up to {@code untilNanos} after the warm-up. */
  private void tellInterval(long untilNanos) throws IOException {
    Histograms part = Durations.empty(load.rate().isPresent());
    workers.forEach(worker -> worker.durations().takeInto(part));
    Durations.add(part, total);
    Counts now = counts();
    Interval interval =
        new Interval(
            plan.protocol(),
            plan.step(),
            plan.repetition(),
            toldNanos / NANOS_PER_SECOND,
            untilNanos / NANOS_PER_SECOND,
            Tally.difference(now, told),
            part);
    toldNanos = untilNanos;
    told = now;
    listener.passed(interval);
  }

  private static boolean isOver(CompletableFuture<Object> end, long untilNanos)
      throws InterruptedException {
    try {
      end.get(untilNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private Counts counts() {
    Counts sum = new Tally().counts();
    for (Worker worker : workers) {
      sum = Tally.sum(sum, onLoop(worker, Worker::counts));
    }
    return sum;
  }

  private RunResult result(
      long startMillis,
      long measuredNanos,
      SystemCounters system,
      boolean interrupted,
      boolean isAnyOpen) {
    Counts counts = counts();
    if (counts.intended()
        != counts.answered() + counts.lost() + counts.notSent() + counts.rejected()) {
      throw new IllegalStateException("a message without a fate: " + counts);
    }
    double seconds = (double) measuredNanos / NANOS_PER_SECOND;
    boolean valid = total.sendLag() == null || !isLate();
    return new RunResult(
        mark,
        plan.protocol(),
        load,
        plan.step(),
        plan.repetition(),
        startMillis,
        counts,
        most(Ledger::lossBurstMax),
        most(Ledger::reorderExtentMax),
        (double) counts.sent() / seconds,
        (double) counts.answered() / seconds,
        total,
        jitterMicros(),
        system,
        valid,
        warnings(counts, valid, interrupted, isAnyOpen));
  }

  private boolean isLate() {
    double gapNanos = NANOS_PER_SECOND / load.rate().getAsDouble();
    double allowed =
        Math.min(
            (double) MAX_LAG_NANOS, Math.max((double) USUAL_LAG_NANOS, gapNanos * LAG_PER_GAP));
    return total.sendLag().getValueAtPercentile(LAG_PERCENTILE) > allowed;
  }

  private List<Warning> warnings(
      Counts counts, boolean valid, boolean interrupted, boolean isAnyOpen) {
    List<Warning> warnings = new ArrayList<>();
    if (!valid) {
      warnings.add(Warning.CLIENT_LATE);
    }
    if (counts.broken() > 0) {
      warnings.add(Warning.CONNECTIONS_BROKE);
    }
    if (counts.notSent() > 0) {
      warnings.add(Warning.NOT_SENT);
    }
    if (interrupted) {
      warnings.add(Warning.INTERRUPTED);
    }
    long refusals = workers.stream().mapToLong(worker -> worker.tally().refusals).sum();
    if (counts.bytesReceived() == 0 && (refusals > 0 || !isAnyOpen)) {
      warnings.add(Warning.NOBODY_THERE);
    }
    return warnings;
  }

  private long most(ToLongFunction<Ledger> figure) {
    return workers.stream()
        .flatMap(worker -> worker.flows().stream())
        .mapToLong(flow -> figure.applyAsLong(flow.ledger()))
        .max()
        .orElse(0);
  }

  /** The mean over the flows. */
  private double jitterMicros() {
    return workers.stream()
            .flatMap(worker -> worker.flows().stream())
            .mapToDouble(flow -> flow.ledger().jitterNanos())
            .filter(nanos -> !Double.isNaN(nanos))
            .average()
            .orElse(Double.NaN)
        / TimeUnit.MICROSECONDS.toNanos(1);
  }

  private static <T> T onLoop(Worker worker, Function<Worker, T> action) {
    return worker.loop().submit(() -> action.apply(worker)).syncUninterruptibly().getNow();
  }

  private static boolean get(CompletableFuture<Boolean> future)
      throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** For messages of a run. */
  static String newMark() {
    return String.format(Locale.ROOT, "%08X", new java.security.SecureRandom().nextInt());
  }
}
