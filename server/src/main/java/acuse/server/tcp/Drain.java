package acuse.server.tcp;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Ends a session when the server stops, as soon as nothing is left to answer. The kernel does not
 * say whether bytes have arrived that were not read yet. But when for a while nothing was read, and
 * nothing kept the session from reading, there are none.
 *
 * <p>Belongs to the session's event loop.
 */
final class Drain {
  /** Without a read for this long, nothing waits in the socket. */
  private static final Duration QUIET = Duration.ofMillis(20);

  /** A peer that never pauses is cut off between two reads, but not before it had this long. */
  private static final Duration GRACE = Duration.ofMillis(200);

  private final EventExecutor eventLoop;
  private final BooleanSupplier nothingWaits;
  private final Runnable check;
  private final Runnable end;

  private boolean requested;
  private boolean ended;
  private long requestedAtNanos;
  private boolean readSinceRequest;
  private boolean stirred;

  /**
   * Nothing is to end yet.
   *
   * @param nothingWaits whether the session could read on
   * @param onTimer runs what it is given, on timers; failures are its own to report
   * @param end ends the session; run at most once
   */
  Drain(EventExecutor eventLoop, BooleanSupplier nothingWaits, TimerGuard onTimer, Runnable end) {
    this.eventLoop = eventLoop;
    this.nothingWaits = nothingWaits;
    this.check = onTimer.guarded(this::check);
    this.end = end;
  }

  /** Makes a task report its failures, which a timer would keep to itself. */
  interface TimerGuard {
    Runnable guarded(Runnable task);
  }

  /** The server stops. */
  void request() {
    requested = true;
    requestedAtNanos = System.nanoTime();
    checkSoon();
  }

  /** The session has ended, in whatever way. */
  void cancel() {
    ended = true;
  }

  /** Bytes came. */
  void onRead() {
    readSinceRequest = requested;
    stirred = true;
  }

  /** Reading has stopped, for replies wait, or may go on. */
  void onPauseChanged() {
    stirred = true;
  }

  /** All that had arrived has been read. */
  void onRanDry() {
    if (requested && System.nanoTime() - requestedAtNanos > GRACE.toNanos()) {
      endIfNothingWaits();
    }
  }

  /** Whether replies may still be on their way, for bytes came after the request. */
  boolean readSinceRequest() {
    return readSinceRequest;
  }

  private void checkSoon() {
    eventLoop.schedule(check, QUIET.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void check() {
    boolean quiet = !stirred;
    stirred = false;
    if (quiet) {
      endIfNothingWaits();
    }
    if (!ended) {
      checkSoon();
    }
  }

  private void endIfNothingWaits() {
    if (!ended && nothingWaits.getAsBoolean()) {
      ended = true;
      end.run();
    }
  }
}
