package acuse.client.bench.engine;

import acuse.client.bench.result.Counts;
import acuse.client.bench.result.Load;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The part of a run that one event loop does: sends the messages of its flows when they are due,
 * never before.
 *
 * <pre>
 *       park           spin, polling the sockets      send
 * ──────────────────┼──────────────────────────────┼───────→ time
 *              due − 100 µs                       due
 * </pre>
 *
 * <p>Everything here happens on that event loop, except what {@link Run} waits for.
 */
final class Worker {
  /** A timer may be late by about so much; before that, it is waited for actively. */
  private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  private static final long TICK_MILLIS = 5;

  /** Duplicates of the last replies may come so much later than the replies. */
  private static final long MIN_LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final EventLoop loop;
  private final Load load;
  private final Probe probe;
  private final ProbeListener listener;
  private final Sockets sockets;
  private final int index;
  private final int workers;
  private final Tally tally = new Tally();
  private final Durations durations = new Durations();
  private final List<Flow> flows = new ArrayList<>();
  private final CompletableFuture<Void> finished = new CompletableFuture<>();
  private final Runnable pumpTask;

  /** Runs behind all other tasks of a pass, so that the sockets are polled before the next. */
  private final Runnable pumpAfterPoll = this::submitPump;

  private final boolean spins;

  /** Those that were given messages since they were last flushed, each once. */
  private final List<Flow> unflushed = new ArrayList<>();

  /** Null for a closed loop. */
  private Schedule schedule;

  private Future<?> ticks;

  private long startNanos;
  private long nextNanos;
  private long nextMessage;
  private long lastDecidedNanos;
  private boolean isSending;
  private boolean isRunning;
  private boolean isOver;

  /**
   * @param index which of the workers it is, from 0
   */
  Worker(
      EventLoop loop,
      int index,
      int workers,
      Load load,
      Probe probe,
      ProbeListener listener,
      Sockets sockets) {
    this.loop = loop;
    this.index = index;
    this.workers = workers;
    this.load = load;
    this.probe = probe;
    this.listener = listener;
    this.pumpTask = () -> guarded(this::pump);
    this.sockets = sockets;
    this.spins = index == 0; // or they would take the processors from each other
    int capacity = Memory.messagesPerFlow(load);
    for (int flow = index; flow < load.connections(); flow += workers) {
      Ledger ledger =
          new Ledger(capacity, load.timeout().toNanos(), load.rate().isPresent(), tally, durations);
      flows.add(new Flow(this, flow, ledger));
    }
  }

  EventLoop loop() {
    return loop;
  }

  Tally tally() {
    return tally;
  }

  Durations durations() {
    return durations;
  }

  List<Flow> flows() {
    return flows;
  }

  Probe probe() {
    return probe;
  }

  ProbeListener listener() {
    return listener;
  }

  /** Ends when all messages have their fate; may be waited for by other threads. */
  CompletableFuture<Void> finished() {
    return finished;
  }

  /** Whether connections that break are opened again. */
  boolean isRunning() {
    return isRunning;
  }

  /** Whether it has ended, so that a socket that opens now is of no use. */
  boolean isOver() {
    return isOver;
  }

  /** Whether the warm-up is over at that time, by {@link System#nanoTime}. */
  boolean isMeasuring(long nowNanos) {
    return isRunning && nowNanos - startNanos >= load.warmup().toNanos();
  }

  /** The number of a message in this run, from 1. */
  long sequence(int flow, long indexInFlow) {
    return indexInFlow * load.connections() + flow + 1;
  }

  /** The index within the flow, or -1 for a message of another flow. */
  long indexOf(int flow, long sequence) {
    long behindFirst = sequence - 1 - flow;
    return behindFirst >= 0 && behindFirst % load.connections() == 0
        ? behindFirst / load.connections()
        : -1;
  }

  /** Opens the sockets of all flows; each result is as of {@link Sockets#open}. */
  List<CompletableFuture<Boolean>> openAll() {
    return flows.stream().map(flow -> sockets.open(this, flow)).toList();
  }

  void reopen(Flow flow) {
    if (isRunning) {
      sockets.open(this, flow);
    }
  }

  /** Begins to send at {@code start}, by {@link System#nanoTime}. */
  void start(long start) {
    startNanos = start;
    isSending = true;
    isRunning = true;
    flows.stream().filter(flow -> !flow.isOpen()).forEach(this::reopen);
    ticks =
        loop.scheduleAtFixedRate(
            () -> guarded(this::tick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    if (load.rate().isPresent()) {
      schedule = Schedule.of(load);
      advance();
      pumpTask.run();
    } else {
      loop.schedule(
          () -> flows.forEach(this::refill), start - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
  }

  /** Ends, if it has not, with what is known by now. Messages without a reply are forgotten. */
  Worker stopped() {
    flows.forEach(flow -> flow.ledger().forgetWaiting());
    end();
    return this;
  }

  Counts counts() {
    return tally.counts();
  }

  /** A bug of ours ends the run, which would otherwise wait for ever. */
  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  void fail(Throwable bug) {
    finished.completeExceptionally(bug);
    end();
  }

  private void pump() {
    if (!isSending) {
      return;
    }
    long sinceStart = System.nanoTime() - startNanos;
    while (isSending && nextNanos <= sinceStart) {
      Flow flow = flowOf(nextMessage);
      if (flow.send(startNanos + nextNanos, nextNanos >= load.warmup().toNanos())) {
        unflushed.add(flow);
      }
      nextMessage++;
      advance();
    }
    flush();
    if (isSending) {
      pumpAgainIn(nextNanos - (System.nanoTime() - startNanos));
    }
  }

  private void pumpAgainIn(long nanos) {
    if (spins && nanos <= SPIN_NANOS) {
      ((SingleThreadEventLoop) loop).executeAfterEventLoopIteration(pumpAfterPoll);
    } else {
      loop.schedule(pumpTask, spins ? nanos - SPIN_NANOS : nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void submitPump() {
    loop.execute(pumpTask);
  }

  /** Goes to the next message of a flow of this event loop. */
  private void advance() {
    nextNanos = schedule.nextNanos();
    while (nextMessage % load.connections() % workers != index) {
      nextMessage++;
      nextNanos = schedule.nextNanos();
    }
    if (nextNanos >= endNanos()) {
      isSending = false;
    }
  }

  private Flow flowOf(long message) {
    return flows.get((int) (message % load.connections() / workers));
  }

  private long endNanos() {
    return load.warmup().plus(load.duration()).toNanos();
  }

  private void flush() {
    unflushed.forEach(Flow::flush);
    unflushed.clear();
  }

  /** Sends what the window of a closed loop has room for. */
  void refill(Flow flow) {
    if (schedule != null || !isSending) {
      return;
    }
    long sinceStart = System.nanoTime() - startNanos;
    if (sinceStart >= endNanos()) {
      isSending = false;
    } else if (sinceStart >= 0) {
      flow.fill(load.window(), sinceStart >= load.warmup().toNanos());
    }
  }

  private void tick() {
    long now = System.nanoTime();
    int waiting = 0;
    for (Flow flow : flows) {
      flow.expire(now);
      refill(flow);
      waiting += flow.ledger().waiting();
    }
    if (isSending || waiting > 0) {
      lastDecidedNanos = now;
    } else if (now - lastDecidedNanos >= lingerNanos()) {
      end();
    }
  }

  /** Three times the longest round trip, for a copy of the last reply. */
  private long lingerNanos() {
    long longest = 0;
    for (Flow flow : flows) {
      longest = Math.max(longest, flow.ledger().longestNanos());
    }
    return Math.min(load.timeout().toNanos(), Math.max(MIN_LINGER_NANOS, 3 * longest));
  }

  private void end() {
    isSending = false;
    isRunning = false;
    isOver = true;
    if (ticks != null) {
      ticks.cancel(false);
    }
    flows.forEach(Flow::close);
    finished.complete(null);
  }
}
