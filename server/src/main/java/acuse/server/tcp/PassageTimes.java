package acuse.server.tcp;

import acuse.server.impair.TokenBucket;

/**
 * When the messages of one direction of a session may pass: each after what holds it up, but in
 * order, and all together no faster than the rate.
 *
 * <pre>
 * arrives ─→ + loss + delay ─→ not before the one before it ─→ tokens for its bytes ─→ passes
 * </pre>
 *
 * <p>Times are nanoseconds of the event loop. Belongs to the connection's event loop.
 */
final class PassageTimes {
  /** Of one session, no more than this waits for tokens; then nothing more is read. */
  private static final long LONGEST_WAIT_NANOS = 1_000_000_000L;

  private final TokenBucket bucket = new TokenBucket();

  /** From when on the last message waited for tokens. */
  private long readyNanos = Long.MIN_VALUE;

  /** When it passes. */
  private long passNanos = Long.MIN_VALUE;

  private long fullUntilNanos = Long.MIN_VALUE;

  /**
   * When the next message passes.
   *
   * @param arrivalNanos when it came
   * @param heldUpNanos for how long it is held up; those behind it wait as well
   * @param bitsPerSecond 0 for any number
   */
  long next(long arrivalNanos, long heldUpNanos, int bytes, long bitsPerSecond) {
    readyNanos = Math.max(readyNanos, arrivalNanos + heldUpNanos);
    passNanos = Math.max(passNanos, readyNanos);
    if (bitsPerSecond > 0) {
      passNanos = Math.max(passNanos, bucket.passNanos(readyNanos, bytes, bitsPerSecond));
      fullUntilNanos = arrivalNanos + (passNanos - readyNanos) - LONGEST_WAIT_NANOS;
    }
    return passNanos;
  }

  /** Whether the last message waited for tokens. */
  boolean isPaced() {
    return passNanos > readyNanos;
  }

  /** Until when no further message is to be read, for more than a second's worth waits. */
  long fullUntilNanos() {
    return fullUntilNanos;
  }
}
