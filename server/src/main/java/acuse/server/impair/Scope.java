package acuse.server.impair;

import acuse.common.protocol.Protocol;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * The paths on which the faults of one {@code --impair} are to act.
 *
 * @param word as it is written; empty for everywhere
 * @param paths the ones that it means
 */
record Scope(String word, Set<Path> paths) {
  static final Scope EVERYWHERE = new Scope("", EnumSet.allOf(Path.class));

  /**
   * Reads {@code tcp} or {@code udp-in}.
   *
   * @throws InvalidFaultException if {@code word} is no scope
   */
  static Scope parse(String word) {
    Set<Path> paths = EnumSet.noneOf(Path.class);
    for (Path path : Path.values()) {
      if (path.word().equals(word) || word(path.protocol()).equals(word)) {
        paths.add(path);
      }
    }
    if (paths.isEmpty()) {
      throw new InvalidFaultException("impair.scope", word);
    }
    return new Scope(word, paths);
  }

  static String word(Protocol protocol) {
    return protocol.name().toLowerCase(Locale.ROOT);
  }

  boolean isNamed() {
    return !word.isEmpty();
  }

  /** Whether it names one direction. */
  boolean isOneWay() {
    return paths.size() == 1;
  }

  /**
   * The paths on which {@code fault} acts in this scope.
   *
   * @param forwarded the protocols that are forwarded
   * @throws InvalidFaultException if there are none, and why
   */
  Set<Path> of(Fault fault, Set<Protocol> forwarded) {
    Set<Path> acting = EnumSet.copyOf(paths);
    acting.retainAll(fault.paths(forwarded.contains(Protocol.TCP)));
    if (acting.isEmpty() || (fault == Fault.STALL && isOneWay())) {
      throw new InvalidFaultException(reason(fault), fault.word(), word);
    }
    return acting;
  }

  /** The key of the sentence that says why this fault is not in this scope. */
  private String reason(Fault fault) {
    boolean tcp = paths.iterator().next().protocol() == Protocol.TCP;
    return switch (fault) {
      case STALL -> "impair.stallHasNoDirection";
      case DUPLICATE -> "impair.noDuplicate";
      case CORRUPT -> "impair.noCorrupt";
      case REORDER, REORDER_DEPTH -> "impair.noReorder";
      case SLICE, SLICE_GAP, GLUE -> tcp ? "impair.repliesOnly" : "impair.noStream";
      case RESET, FIN -> tcp ? "impair.repliesOnly" : "impair.noConnection";
      default -> "impair.repliesOnly";
    };
  }
}
