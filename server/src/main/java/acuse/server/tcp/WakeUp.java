package acuse.server.tcp;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** One timer of a connection, which is set anew again and again. Belongs to one event loop. */
final class WakeUp {
  private final EventExecutor eventLoop;
  private final Runnable task;
  private Future<?> scheduled;
  private long atNanos;

  /** Makes timers of one connection. */
  interface Factory {
    WakeUp newWakeUp(Runnable task);
  }

  /**
   * Nothing is scheduled yet.
   *
   * @param task is run on the event loop; failures are its own to report
   */
  WakeUp(EventExecutor eventLoop, Runnable task) {
    this.eventLoop = eventLoop;
    this.task = task;
  }

  /** The event loop's time, which tests can let pass. */
  long nowNanos() {
    return eventLoop.ticker().nanoTime();
  }

  /** Runs the task at this time of the event loop, and not when it was to run before. */
  void at(long nanos) {
    if (scheduled != null) {
      if (atNanos == nanos) {
        return;
      }
      scheduled.cancel(false);
    }
    atNanos = nanos;
    long delayNanos = Math.max(0, nanos - nowNanos());
    scheduled = eventLoop.schedule(this::run, delayNanos, TimeUnit.NANOSECONDS);
  }

  void cancel() {
    if (scheduled != null) {
      scheduled.cancel(false);
      scheduled = null;
    }
  }

  private void run() {
    scheduled = null;
    task.run();
  }
}
