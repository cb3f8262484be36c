package acuse.client.bench.engine;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * The messages of one flow and what became of each: exactly one fate. A ring of primitive arrays,
 * allocated once, in which a message is found by its index within the flow.
 *
 * <pre>
 * index     settled ──────────────→ next
 * ring    …  fate known │ waiting, or known out of order │ not given yet
 * </pre>
 *
 * <p>A fate stays known until its place is needed again. For the event loop of the flow.
 */
final class Ledger {
  /** What became of a message. */
  private static final byte WAITING = 1;

  private static final byte ANSWERED = 2;
  private static final byte LOST = 3;
  private static final byte LATE = 4;
  private static final byte NOT_SENT = 5;
  private static final byte REJECTED = 6;
  private static final byte FATE = 0x0F;

  /** Set for messages after the warm-up. */
  private static final byte MEASURED = 0x10;

  private final byte[] states;
  private final long[] intendedNanos;
  private final long[] sentNanos;
  private final int mask;
  private final long timeoutNanos;
  private final Tally tally;
  private final Durations durations;
  private final Jitter jitter = new Jitter();
  private final ReplyOrder order = new ReplyOrder();
  private final boolean open;

  private long next;
  private long settled;
  private int waiting;
  private long lossesInARow;
  private long lossBurstMax;
  private long reorderExtentMax;
  private long longestNanos;

  /**
   * @param capacity how many messages it knows, a power of two
   * @param open whether messages are due at a time, as in an open loop
   */
  Ledger(int capacity, long timeoutNanos, boolean open, Tally tally, Durations durations) {
    this.states = new byte[capacity];
    this.intendedNanos = new long[capacity];
    this.sentNanos = new long[capacity];
    this.mask = capacity - 1;
    this.timeoutNanos = timeoutNanos;
    this.open = open;
    this.tally = tally;
    this.durations = durations;
    Arrays.fill(states, NOT_SENT);
  }

  /** The index of the next message of this flow. */
  long next() {
    return next;
  }

  /** How many messages wait for their reply. */
  int waiting() {
    return waiting;
  }

  long lossBurstMax() {
    return lossBurstMax;
  }

  long reorderExtentMax() {
    return reorderExtentMax;
  }

  double jitterNanos() {
    return jitter.meanNanos();
  }

  /** The longest service time of any reply in time. */
  long longestNanos() {
    return longestNanos;
  }

  /** The next message was given to the channel. */
  void sent(long intended, long sent, int bytes, boolean measured) {
    int slot = take(WAITING, measured);
    intendedNanos[slot] = intended;
    sentNanos[slot] = sent;
    waiting++;
    if (measured) {
      tally.sent++;
      tally.bytesSent += bytes;
      if (open) {
        durations.sendLag(sent - intended);
      }
    }
  }

  /** The next message could not be given to the channel. */
  void notSent(boolean measured) {
    take(NOT_SENT, measured);
    if (measured) {
      tally.notSent++;
    }
    settle();
  }

  private int take(byte fate, boolean measured) {
    if (next - settled > mask) {
      lose(settled); // the ring has room for more than the rate can send within the timeout
      settle();
    }
    int slot = (int) next++ & mask;
    states[slot] = measured ? (byte) (fate | MEASURED) : fate;
    if (measured) {
      tally.intended++;
    }
    return slot;
  }

  /**
   * A reply with this message's number came.
   *
   * @return what it meant
   */
  ReplyKind replied(long index, long now) {
    if (index < 0 || index >= next || index < next - states.length) {
      return ReplyKind.STRAY;
    }
    int slot = (int) index & mask;
    boolean measured = isMeasured(slot);
    switch (states[slot] & FATE) {
      case WAITING -> {
        long service = now - sentNanos[slot];
        if (service > timeoutNanos) {
          lose(index);
          settle();
          return late(index, slot, measured);
        }
        waiting--;
        setFate(slot, ANSWERED);
        longestNanos = Math.max(longestNanos, service);
        if (measured) {
          tally.answered++;
          record(index, slot, now, service);
        }
        boolean inOrder = countOrder(index, measured);
        settle();
        return inOrder ? ReplyKind.IN_ORDER : ReplyKind.REORDERED;
      }
      case LOST -> {
        return late(index, slot, measured);
      }
      case ANSWERED, LATE -> {
        if (measured) {
          tally.duplicated++;
        }
        return ReplyKind.DUPLICATE;
      }
      default -> {
        return ReplyKind.STRAY;
      }
    }
  }

  private void record(long index, int slot, long now, long service) {
    durations.serviceTime(service);
    if (open) {
      durations.latency(now - intendedNanos[slot]);
    }
    long difference = jitter.replied(index, service);
    if (difference >= 0) {
      durations.ipdv(difference);
    }
  }

  private ReplyKind late(long index, int slot, boolean measured) {
    setFate(slot, LATE);
    if (measured) {
      tally.late++;
    }
    countOrder(index, measured);
    return ReplyKind.LATE;
  }

  private boolean countOrder(long index, boolean measured) {
    int extent = order.extent(index);
    if (extent > 0 && measured) {
      tally.reordered++;
      reorderExtentMax = Math.max(reorderExtentMax, extent);
    }
    return extent == 0;
  }

  /** The service time of a message whose place in the ring is still its own. */
  long serviceNanos(long index, long now) {
    return now - sentNanos[(int) index & mask];
  }

  /** The oldest message that waits, or -1. */
  long oldestWaiting() {
    return waiting == 0 ? -1 : settled;
  }

  /** The server refused a message with words. */
  void rejected(long index) {
    int slot = (int) index & mask;
    waiting--;
    setFate(slot, REJECTED);
    if (isMeasured(slot)) {
      tally.rejected++;
    }
    settle();
  }

  /** Loses the oldest message that waits, if its time is over. */
  boolean expire(long now) {
    if (waiting == 0 || now - sentNanos[(int) settled & mask] <= timeoutNanos) {
      return false;
    }
    lose(settled); // it waits, or it would have been settled
    settle();
    return true;
  }

  /** Loses all that wait, for their connection broke. */
  void loseAll() {
    forEachWaiting(this::lose);
    settle();
  }

  /** Calls {@code action} with the index of each message that waits, the oldest first. */
  void forEachWaiting(LongConsumer action) {
    for (long index = settled; index < next; index++) {
      if ((states[(int) index & mask] & FATE) == WAITING) {
        action.accept(index);
      }
    }
  }

  /** Forgets all that wait, for the run is ended before their fate is known. */
  void forgetWaiting() {
    for (long index = settled; index < next; index++) {
      int slot = (int) index & mask;
      if ((states[slot] & FATE) == WAITING) {
        if (isMeasured(slot)) {
          tally.intended--;
          tally.sent--;
        }
        setFate(slot, NOT_SENT);
      }
    }
    waiting = 0;
    settle();
  }

  private void lose(long index) {
    int slot = (int) index & mask;
    waiting--;
    setFate(slot, LOST);
    if (isMeasured(slot)) {
      tally.lost++;
    }
  }

  /** Goes over messages in their order, as far as their fates are known. */
  private void settle() {
    while (settled < next) {
      int slot = (int) settled & mask;
      int fate = states[slot] & FATE;
      if (fate == WAITING) {
        return;
      }
      if (fate == LOST || fate == LATE) {
        if (isMeasured(slot)) {
          lossBurstMax = Math.max(lossBurstMax, ++lossesInARow);
        }
      } else {
        lossesInARow = 0;
      }
      settled++;
    }
  }

  private boolean isMeasured(int slot) {
    return (states[slot] & MEASURED) != 0;
  }

  private void setFate(int slot, byte fate) {
    states[slot] = (byte) ((states[slot] & MEASURED) | fate);
  }
}
