package acuse.server.impair;

import acuse.server.impair.Which.GilbertElliott;

/**
 * The states of the model of Gilbert and Elliott, message by message.
 *
 * <pre>
 *          p →
 *   good        bad      a step comes before each message, which then meets the state:
 *          ← r           the fault acts with 1−h in the bad one, with 1−k in the good one
 * </pre>
 *
 * <p>The state follows from the message's number alone, whichever messages are asked for: it is
 * worked out from the ones before. So that this has an end, the chain begins in the good state
 * again with each {@value #BLOCK_MESSAGES} messages.
 *
 * <p>A retransmission on TCP takes steps of its own, which the next message does not follow.
 */
final class BurstChain {
  /** Some milliseconds' work at most, once, for a chain that is brought in late. */
  static final int BLOCK_MESSAGES = 65_536;

  /** Each turn draws twice: the step, and whether the fault acts. */
  private static final int DRAWS_PER_TURN = 2;

  private final GilbertElliott model;
  private final Draw draw;
  private final Fault fault;

  /** The message whose state is known; 0 for none. */
  private long message;

  private boolean bad;

  /** The state of its last turn. */
  private boolean badInTurn;

  BurstChain(GilbertElliott model, Draw draw, Fault fault) {
    this.model = model;
    this.draw = draw;
    this.fault = fault;
  }

  /**
   * Whether the fault acts.
   *
   * @param number from 1
   * @param turn 0 for the message itself; then its retransmissions, each after the one before
   */
  boolean acts(long number, int turn) {
    if (turn == 0) {
      walkTo(number);
      badInTurn = bad;
    } else {
      badInTurn = step(badInTurn, number, turn);
    }
    Probability acting = badInTurn ? model.inBad() : model.inGood();
    return acting.happens(draw.unit(fault, number, turn * DRAWS_PER_TURN + 1));
  }

  private void walkTo(long number) {
    long blockStart = (number - 1) / BLOCK_MESSAGES * BLOCK_MESSAGES; // the last one before it
    if (message < blockStart || message > number) {
      message = blockStart;
    }
    if (message == blockStart) {
      bad = false;
    }
    while (message < number) {
      message++;
      bad = step(bad, message, 0);
    }
  }

  private boolean step(boolean fromBad, long number, int turn) {
    double drawn = draw.unit(fault, number, turn * DRAWS_PER_TURN);
    return fromBad ? !model.toGood().happens(drawn) : model.toBad().happens(drawn);
  }
}
