package acuse.server.tcp;

import java.time.Duration;

/**
 * How a message comes through the faults on purpose.
 *
 * @param heldUpNanos for how long it is held up
 * @param isLostForGood whether it then does not arrive: the connection is reset
 */
record Passage(long heldUpNanos, boolean isLostForGood) {
  /** Nothing holds it up. */
  static final Passage AT_ONCE = new Passage(0, false);

  /** It is held up for this long. */
  static Passage after(Duration time) {
    return new Passage(time.toNanos(), false);
  }

  /** It is lost so often, no more than {@link Retransmission#MAX_LOSSES}, and delayed then. */
  static Passage of(int losses, long delayNanos) {
    boolean lostForGood = losses >= Retransmission.MAX_LOSSES;
    long heldUpNanos = Retransmission.heldUpNanos(losses) + (lostForGood ? 0 : delayNanos);
    return new Passage(heldUpNanos, lostForGood);
  }
}
