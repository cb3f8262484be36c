package acuse.server.capture;

import java.time.Instant;

/**
 * The time of day in nanoseconds: the wall clock, read once, and what has passed since. It never
 * goes back, also where somebody sets the wall clock.
 */
final class CaptureClock {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final long startEpochNanos;
  private final long startNanos;

  CaptureClock() {
    Instant now = Instant.now();
    startNanos = System.nanoTime();
    startEpochNanos = now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
  }

  /** Since 1970, in UTC. */
  long epochNanos() {
    return startEpochNanos + System.nanoTime() - startNanos;
  }
}
