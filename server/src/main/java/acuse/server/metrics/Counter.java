package acuse.server.metrics;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A count that one thread adds to, at the cost of a plain long, and that all threads may read: as
 * in a plain long, a reader may see it a moment late.
 */
public final class Counter {
  private final AtomicLong count = new AtomicLong();

  /** At zero. */
  public Counter() {}

  /** Adds one. For its owner. */
  public void increment() {
    add(1);
  }

  /** Adds {@code more}, which is not negative. For its owner. */
  public void add(long more) {
    count.setOpaque(count.getPlain() + more);
  }

  long get() {
    return count.getOpaque();
  }
}
