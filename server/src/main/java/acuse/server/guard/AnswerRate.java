package acuse.server.guard;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Grants each address a number of answers per second, and as many at once after a pause.
 * Thread-safe, without locks.
 *
 * <p>This is the virtual scheduling algorithm of ATM's GCRA (ITU-T I.371, annex A): one instant per
 * address, at which all its answers so far would be given if they were spread evenly. There is no
 * table of addresses that forged ones could fill: the instants are 65,536 cells, and an address has
 * the cell of its hash, which nobody outside can foresee. Addresses that share a cell share its
 * grants.
 */
public final class AnswerRate {
  private static final int CELLS = 1 << 16; // a power of two
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** The burst that is allowed, as a time. */
  private static final long BURST_NANOS = NANOS_PER_SECOND;

  private final long nanosPerAnswer;
  private final long secretOdd = new SecureRandom().nextLong() | 1;

  /** Each in {@link System#nanoTime} less {@link #originNanos}, so that zero is long ago. */
  private final AtomicLongArray evenInstants;

  private final long originNanos;

  /**
   * Nobody has asked yet.
   *
   * @param answersPerSecond at least 1
   * @param nowNanos as {@link System#nanoTime}
   */
  public AnswerRate(int answersPerSecond, long nowNanos) {
    this(answersPerSecond, nowNanos, CELLS);
  }

  private AnswerRate(int answersPerSecond, long nowNanos, int cells) {
    this.evenInstants = new AtomicLongArray(cells);
    this.nanosPerAnswer = Math.max(1, NANOS_PER_SECOND / answersPerSecond);
    this.originNanos = nowNanos - BURST_NANOS;
  }

  /** One for all addresses together: none has a number of its own. */
  public static AnswerRate ofAll(int answersPerSecond, long nowNanos) {
    return new AnswerRate(answersPerSecond, nowNanos, 1);
  }

  /** Whether {@code address} has an answer left; if so, it is spent. */
  public boolean grant(InetAddress address, long nowNanos) {
    int cell = cell(address);
    long now = nowNanos - originNanos;
    while (true) {
      long before = evenInstants.get(cell);
      long after = Math.max(before, now - BURST_NANOS) + nanosPerAnswer;
      if (after > now) {
        return false;
      }
      if (evenInstants.compareAndSet(cell, before, after)) {
        return true;
      }
    }
  }

  /**
   * The polynomial of the bytes at a secret place: which addresses share a cell is different for
   * every server. The finishing step of MurmurHash3 spreads neighbours over all cells.
   */
  private int cell(InetAddress address) {
    long hash = 0;
    for (byte b : address.getAddress()) {
      hash = hash * secretOdd + b;
    }
    hash ^= hash >>> 33;
    hash *= 0xff51afd7ed558ccdL;
    hash ^= hash >>> 33;
    return (int) hash & (evenInstants.length() - 1);
  }
}
