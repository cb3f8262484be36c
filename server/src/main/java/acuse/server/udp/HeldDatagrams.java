package acuse.server.udp;

import acuse.server.guard.BufferBudget;

/**
 * Counts the datagrams that stages of one worker hold back, on their way in or out: messages that
 * are delayed on purpose, replies that wait for their turn. They are in the memory budget, and a
 * worker that stops waits for them.
 *
 * <p>A stage that is removed frees what it holds, and releases it here. Belongs to the worker's
 * event loop.
 */
final class HeldDatagrams {
  private final BufferBudget budget;
  private int datagrams;

  /** Nothing is held. */
  HeldDatagrams(BufferBudget budget) {
    this.budget = budget;
  }

  /**
   * One datagram more is held, if there is memory for it.
   *
   * @param bytes the capacity of its buffer
   * @return false if it is to be dropped: UDP takes no memory from connections
   */
  boolean hold(long bytes) {
    if (!budget.holdDatagram(bytes)) {
      return false;
    }
    datagrams++;
    return true;
  }

  /** A datagram for which {@link #hold} made room goes on, or is dropped. */
  void release(long bytes) {
    datagrams--;
    budget.releaseDatagram(bytes);
  }

  /** Whether any is held. */
  boolean isAny() {
    return datagrams > 0;
  }
}
