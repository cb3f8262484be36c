package acuse.server.udp;

import acuse.server.impair.TokenBucket;

/**
 * Lets the datagrams of one direction of a session pass no faster than a rate. Thread-safe, for the
 * datagrams of one peer may come on several event loops.
 */
final class SessionRate {
  /** For a datagram that is to be dropped. */
  static final long NEVER = Long.MAX_VALUE;

  /** No more than a second's worth waits. */
  private static final long LONGEST_WAIT_NANOS = 1_000_000_000L;

  private final TokenBucket bucket = new TokenBucket();
  private long lastReadyNanos = Long.MIN_VALUE;

  /**
   * When a datagram may pass, or {@link #NEVER}.
   *
   * @param readyNanos from when on it waits
   * @param bitsPerSecond 0 for any number
   */
  synchronized long passNanos(long readyNanos, int bytes, long bitsPerSecond) {
    if (bitsPerSecond == 0) {
      return readyNanos;
    }
    lastReadyNanos = Math.max(lastReadyNanos, readyNanos);
    return bucket.waitNanos(lastReadyNanos, bytes, bitsPerSecond) > LONGEST_WAIT_NANOS
        ? NEVER
        : bucket.passNanos(lastReadyNanos, bytes, bitsPerSecond);
  }
}
