package acuse.server.impair;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A name that {@code --impair} knows: a fault, or the measure of one.
 *
 * <p>The order is the one in which faults act on a message, and in which they are written.
 */
public enum Fault {
  MUTE(1),
  RESET(2),
  FIN(3),
  STALL(4),
  LOSS(5),
  DUPLICATE(6),
  CORRUPT(7),
  DELAY(8),
  RATE(9),
  REORDER(10),
  REORDER_DEPTH(11),
  SLICE(12),
  SLICE_GAP(13),
  GLUE(14);

  private final int code;

  Fault(int code) {
    this.code = code;
  }

  /** The fault of this name, such as {@code reorder-depth}. */
  static Optional<Fault> of(String word) {
    for (Fault fault : values()) {
      if (fault.word().equals(word)) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  /** Its name in {@code --impair}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Its number in decisions. It never changes, or a seed would mean something else. */
  int code() {
    return code;
  }

  /**
   * Reads a value of this fault.
   *
   * @throws InvalidFaultException if it is none
   */
  FaultValue value(String text) {
    return switch (this) {
      case MUTE, RESET, FIN, LOSS, DUPLICATE, CORRUPT, REORDER -> Which.parse(text);
      case DELAY -> Delay.parse(text);
      case RATE -> Rate.parse(text);
      case STALL -> Stall.parse(text);
      case SLICE_GAP -> Gap.parse(text);
      case REORDER_DEPTH, SLICE, GLUE -> Count.parse(text);
    };
  }

  /**
   * Where it can be. A stall, which is in both directions, counts as coming in.
   *
   * @param forwardsTcp whether TCP's bytes go on to a target: then they can be cut on this way too
   */
  Set<Path> paths(boolean forwardsTcp) {
    return switch (this) {
      case LOSS, DELAY, RATE -> EnumSet.allOf(Path.class);
      case DUPLICATE, CORRUPT, REORDER, REORDER_DEPTH -> EnumSet.of(Path.UDP_IN, Path.UDP_OUT);
      case STALL -> EnumSet.of(Path.TCP_IN, Path.UDP_IN);
      case MUTE -> EnumSet.of(Path.TCP_OUT, Path.UDP_OUT);
      case RESET, FIN -> EnumSet.of(Path.TCP_OUT);
      case SLICE, SLICE_GAP, GLUE ->
          forwardsTcp ? EnumSet.of(Path.TCP_IN, Path.TCP_OUT) : EnumSet.of(Path.TCP_OUT);
    };
  }

  /** Whether the number that is told with it is that of a reply, and not of a message. */
  public boolean isOfReplies(Path path) {
    return !path.isIn() && this != MUTE && this != RESET && this != FIN;
  }

  /** The fault that this is a measure of; empty for a fault. */
  Optional<Fault> measured() {
    return switch (this) {
      case REORDER_DEPTH -> Optional.of(REORDER);
      case SLICE_GAP -> Optional.of(SLICE);
      default -> Optional.empty();
    };
  }
}
