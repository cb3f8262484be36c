package acuse.server.tcp;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Calls back when a connection has been silent for a while. Belongs to one event loop.
 *
 * <p>Bytes that already wait in the socket are no silence: an event loop reads sockets before it
 * runs timers, so a stalled one restarts this timer first.
 */
final class SilenceTimer implements Runnable {
  private final long silenceNanos;
  private final EventExecutor eventLoop;
  private final Runnable onSilence;

  private long lastHeardNanos;
  private Future<?> scheduled;

  SilenceTimer(Duration silence, EventExecutor eventLoop, Runnable onSilence) {
    this.silenceNanos = silence.toNanos();
    this.eventLoop = eventLoop;
    this.onSilence = onSilence;
  }

  /** Something was heard: the silence starts now. */
  void restart() {
    lastHeardNanos = System.nanoTime();
    if (scheduled == null) {
      schedule(silenceNanos);
    }
  }

  void cancel() {
    if (scheduled != null) {
      scheduled.cancel(false);
      scheduled = null;
    }
  }

  @Override
  public void run() {
    scheduled = null;
    long missing = silenceNanos - (System.nanoTime() - lastHeardNanos);
    if (missing > 0) {
      schedule(missing);
    } else {
      onSilence.run();
    }
  }

  private void schedule(long nanos) {
    scheduled = eventLoop.schedule(this, nanos, TimeUnit.NANOSECONDS);
  }
}
