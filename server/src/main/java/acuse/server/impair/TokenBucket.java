package acuse.server.impair;

/**
 * Lets bytes pass no faster than a rate. It holds 10 ms worth of tokens, or as many as the message
 * at hand needs, if that is more; and it begins full.
 *
 * <p>It reckons in time instead of tokens: a message costs the time in which the rate brings its
 * bits. Used by one thread at a time.
 */
public final class TokenBucket {
  private static final long BURST_NANOS = 10_000_000;
  private static final double NANOS_PER_SECOND = 1e9;

  private boolean begun;

  /** When it held nothing, or will, if it is filled at the rate since. */
  private long emptyAtNanos;

  /**
   * When a message may pass; its tokens are taken.
   *
   * @param readyNanos from when on it waits for them; not before the one before it
   * @param bitsPerSecond the rate, greater than 0
   */
  public long passNanos(long readyNanos, int bytes, long bitsPerSecond) {
    emptyAtNanos = emptyAfterNanos(readyNanos, bytes, bitsPerSecond);
    begun = true;
    return Math.max(readyNanos, emptyAtNanos);
  }

  /**
   * How long a message would wait for its tokens; none are taken.
   *
   * @param readyNanos from when on it would wait for them; not before the one before it
   * @param bitsPerSecond the rate, greater than 0
   */
  public long waitNanos(long readyNanos, int bytes, long bitsPerSecond) {
    return Math.max(0, emptyAfterNanos(readyNanos, bytes, bitsPerSecond) - readyNanos);
  }

  private long emptyAfterNanos(long readyNanos, int bytes, long bitsPerSecond) {
    long costNanos = (long) ((double) bytes * Byte.SIZE * NANOS_PER_SECOND / bitsPerSecond);
    long fullNanos = Math.max(costNanos, BURST_NANOS);
    boolean isFull = !begun || readyNanos - emptyAtNanos > fullNanos;
    return (isFull ? readyNanos - fullNanos : emptyAtNanos) + costNanos;
  }
}
