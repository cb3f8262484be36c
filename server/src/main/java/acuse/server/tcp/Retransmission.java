package acuse.server.tcp;

import java.util.function.IntPredicate;

/**
 * Loss on TCP is delay: a message is held back as long as a retransmission would take.
 *
 * <pre>
 * losses   0     1       2       3        4        5        6
 * held     0   200 ms  600 ms  1.4 s     3 s     6.2 s    reset, at the sixth loss
 * </pre>
 *
 * <p>The time until a retransmission is the least that Linux waits, and doubles (RFC 6298, section
 * 5.5).
 */
final class Retransmission {
  /** After so many losses of one message a connection is given up. */
  static final int MAX_LOSSES = 6;

  private static final long TIMEOUT_NANOS = 200_000_000;

  private Retransmission() {}

  /**
   * How often a message is lost in succession, no more than {@link #MAX_LOSSES} times.
   *
   * @param isLost whether it is lost when it is sent again for this many times
   */
  static int losses(IntPredicate isLost) {
    int losses = 0;
    while (losses < MAX_LOSSES && isLost.test(losses)) {
      losses++;
    }
    return losses;
  }

  /** How long it takes until a message arrives, or is lost for the last time. */
  static long heldUpNanos(int losses) {
    int timeouts = Math.min(losses, MAX_LOSSES - 1);
    return TIMEOUT_NANOS * ((1L << timeouts) - 1);
  }
}
