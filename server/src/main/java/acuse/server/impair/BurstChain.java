package acuse.server.impair;

import acuse.server.impair.Which.GilbertElliott;

/**
 * The states of the model of Gilbert and Elliott, message by message. It begins in the good state.
 *
 * <pre>
 *          p →
 *   good        bad      a step comes before each message, which then meets the state:
 *          ← r           the fault acts with 1−h in the bad one, with 1−k in the good one
 * </pre>
 *
 * <p>A retransmission on TCP takes steps of its own, which the next message does not follow.
 */
final class BurstChain {
  /** Each turn draws twice: the step, and whether the fault acts. */
  private static final int DRAWS_PER_TURN = 2;

  private final GilbertElliott model;
  private final Draw draw;
  private final Fault fault;
  private boolean bad;
  private boolean badInTurn;

  BurstChain(GilbertElliott model, Draw draw, Fault fault) {
    this.model = model;
    this.draw = draw;
    this.fault = fault;
  }

  /**
   * Whether the fault acts; to be asked once for each message and turn, in order.
   *
   * @param turn 0 for the message itself, then its retransmissions
   */
  boolean acts(long message, int turn) {
    double step = draw.unit(fault, message, turn * DRAWS_PER_TURN);
    double act = draw.unit(fault, message, turn * DRAWS_PER_TURN + 1);
    boolean before = turn == 0 ? bad : badInTurn;
    badInTurn = before ? !model.toGood().happens(step) : model.toBad().happens(step);
    if (turn == 0) {
      bad = badInTurn;
    }
    return (badInTurn ? model.inBad() : model.inGood()).happens(act);
  }
}
