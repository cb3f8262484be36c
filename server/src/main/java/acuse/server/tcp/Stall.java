package acuse.server.tcp;

/**
 * The time for which a session neither reads nor writes, on purpose. Shared by both directions of a
 * connection; belongs to its event loop.
 */
final class Stall {
  private long untilNanos = Long.MIN_VALUE;

  /** Begins now. */
  void begin(long nowNanos, long nanos) {
    untilNanos = nowNanos + nanos;
  }

  /** When it ends, or has ended. */
  long untilNanos() {
    return untilNanos;
  }
}
