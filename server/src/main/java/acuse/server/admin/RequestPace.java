package acuse.server.admin;

import java.util.concurrent.TimeUnit;

/**
 * Spreads the requests of all connections over time, so that a flood of them leaves the processors
 * to the two wires: some at once after a pause, then so many per second. Belongs to one event loop.
 */
final class RequestPace {
  /** More than health checks and scrapes need. */
  private static final long NANOS_PER_REQUEST = TimeUnit.MILLISECONDS.toNanos(5);

  private static final long BURST_NANOS = 50 * NANOS_PER_REQUEST;

  /** When all requests so far would be answered, if they were spread evenly. */
  private long evenNanos;

  RequestPace(long nowNanos) {
    this.evenNanos = nowNanos - BURST_NANOS;
  }

  /** How long the next request is to wait for its answer. */
  long delayNanos(long nowNanos) {
    if (nowNanos - evenNanos > BURST_NANOS) {
      evenNanos = nowNanos - BURST_NANOS;
    }
    evenNanos += NANOS_PER_REQUEST;
    return Math.max(0, evenNanos - nowNanos);
  }
}
