package acuse.server.impair;

import acuse.server.impair.Which.ByChance;
import acuse.server.impair.Which.Every;
import acuse.server.impair.Which.First;
import acuse.server.impair.Which.GilbertElliott;
import acuse.server.impair.Which.Numbers;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.Map;

/**
 * What happens to each message on one path of one session. It follows from the message's number,
 * whatever else is asked. Used by one thread at a time.
 */
public final class Decisions {
  private final Map<Fault, FaultValue> faults;
  private final Draw draw;
  private final Map<Fault, BurstChain> bursts = new EnumMap<>(Fault.class);

  /**
   * Of these faults.
   *
   * @param sessionNumber which session of this protocol the peer's address has had, from 1
   */
  Decisions(
      Map<Fault, FaultValue> faults, long seed, Path path, InetAddress peer, long sessionNumber) {
    this.faults = faults;
    this.draw = new Draw(seed, path, peer, sessionNumber);
    faults.forEach(
        (fault, value) -> {
          if (value instanceof GilbertElliott model) {
            bursts.put(fault, new BurstChain(model, draw, fault));
          }
        });
  }

  /** Whether no message meets a fault. */
  public boolean areNone() {
    return faults.isEmpty();
  }

  /** Whether {@code fault} acts on a message. */
  public boolean act(Fault fault, long message) {
    return act(fault, message, 0);
  }

  /**
   * Whether a message is lost. Chance decides again for each retransmission, whereas a number in a
   * list means one loss.
   *
   * @param turn 0 for the message itself, then its retransmissions
   */
  public boolean isLost(long message, int turn) {
    boolean drawn = faults.get(Fault.LOSS) instanceof Which which && which.isDrawn();
    return (turn == 0 || drawn) && act(Fault.LOSS, message, turn);
  }

  /** For how long a message is delayed; 0 for not at all. */
  public long delayNanos(long message) {
    return faults.get(Fault.DELAY) instanceof Delay delay
        ? delay.nanos(1 - draw.unit(Fault.DELAY, message, 0), draw.unit(Fault.DELAY, message, 1))
        : 0;
  }

  /** Which of {@code bits} bits, at least one, is turned if a message is corrupted. */
  public int corruptedBit(long message, int bits) {
    return draw.below(bits, Fault.CORRUPT, message, Integer.MAX_VALUE);
  }

  /** The rate; 0 for any. */
  public long bitsPerSecond() {
    return faults.get(Fault.RATE) instanceof Rate rate ? rate.bitsPerSecond() : 0;
  }

  /** How many a fault or its measure says; {@code otherwise} if it is not there. */
  public int count(Fault fault, int otherwise) {
    return faults.get(fault) instanceof Count count ? count.count() : otherwise;
  }

  /** The time between two slices; {@code otherwiseNanos} if it is not said. */
  public long sliceGapNanos(long otherwiseNanos) {
    return faults.get(Fault.SLICE_GAP) instanceof Gap gap ? gap.time().toNanos() : otherwiseNanos;
  }

  /** The stall; null for none. */
  public Stall stall() {
    return (Stall) faults.get(Fault.STALL);
  }

  private boolean act(Fault fault, long message, int turn) {
    FaultValue value = faults.get(fault);
    if (value instanceof ByChance chance) {
      return chance.probability().happens(draw.unit(fault, message, turn));
    }
    if (value instanceof Numbers list) {
      return list.numbers().contains(message);
    }
    if (value instanceof Every every) {
      return message % every.interval() == 0;
    }
    if (value instanceof First first) {
      return message <= first.count();
    }
    return value instanceof GilbertElliott && bursts.get(fault).acts(message, turn);
  }
}
