package acuse.server.impair;

import java.util.concurrent.atomic.AtomicInteger;

/** How many messages the whole server holds back on purpose. Thread-safe. */
public final class HeldMessages {
  /** No more are held. */
  public static final int MAX = 10_000;

  private final AtomicInteger held = new AtomicInteger();

  /** How many there are. */
  public int held() {
    return held.get();
  }

  /**
   * One more is held, if the limit lets it be.
   *
   * @return false if it is to be dropped
   */
  public boolean hold() {
    if (held.incrementAndGet() > MAX) {
      held.decrementAndGet();
      return false;
    }
    return true;
  }

  /** So many more, or less. */
  public void change(int by) {
    held.addAndGet(by);
  }
}
