package acuse.server.impair;

import acuse.common.protocol.Protocol;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The text form of faults, {@code [SCOPE:]FAULT=VALUE[,FAULT=VALUE…]}.
 *
 * <pre>
 * loss=2,delay=50ms   tcp:stall=5s@10   udp-out:loss=ge:1%/30%
 * </pre>
 */
public final class ImpairText {
  private ImpairText() {}

  /**
   * The protocols that faults can act on.
   *
   * @param listening those that the server listens on
   * @param forwarded those of them that are forwarded, and not acknowledged: there {@code slice}
   *     and {@code glue} can act on what comes in, too
   */
  public record Wires(Set<Protocol> listening, Set<Protocol> forwarded) {
    public Wires {
      listening = Set.copyOf(listening);
      forwarded = Set.copyOf(forwarded);
    }
  }

  /**
   * Reads the faults that all of {@code texts} together mean.
   *
   * @throws InvalidFaultException if one is wrong, or the same fault stands twice for one path
   */
  public static Map<Path, Map<Fault, FaultValue>> parse(List<String> texts) {
    return parse(texts, new Wires(Set.of(Protocol.values()), Set.of()));
  }

  /**
   * The same, for a server that listens on some protocols only, or forwards some.
   *
   * @throws InvalidFaultException also if a fault is only for another protocol
   */
  public static Map<Path, Map<Fault, FaultValue>> parse(List<String> texts, Wires wires) {
    Map<Path, Map<Fault, FaultValue>> faults = new EnumMap<>(Path.class);
    for (String text : texts) {
      int colon = scopeEnd(text);
      Scope scope = colon < 0 ? Scope.EVERYWHERE : Scope.parse(text.substring(0, colon));
      for (String part : text.substring(colon + 1).split(",", -1)) {
        add(faults, scope, part, wires);
      }
    }
    for (Map.Entry<Path, Map<Fault, FaultValue>> path : faults.entrySet()) {
      requireMeasured(path.getKey(), path.getValue().keySet());
    }
    return faults;
  }

  /** One text for each path that has faults; a stall, which has no direction, is one more. */
  static List<String> write(Map<Path, Map<Fault, FaultValue>> faults) {
    List<String> texts = new ArrayList<>();
    faults.forEach(
        (path, values) -> {
          List<String> parts = new ArrayList<>();
          values.forEach(
              (fault, value) -> {
                String part = fault.word() + "=" + value.text();
                if (fault == Fault.STALL) {
                  texts.add(Scope.word(path.protocol()) + ":" + part);
                } else {
                  parts.add(part);
                }
              });
          if (!parts.isEmpty()) {
            texts.add(path.word() + ":" + String.join(",", parts));
          }
        });
    return texts;
  }

  private static void add(
      Map<Path, Map<Fault, FaultValue>> faults, Scope scope, String part, Wires wires) {
    int equals = part.indexOf('=');
    if (equals < 0) {
      throw new InvalidFaultException("impair.noValue", part);
    }
    String word = part.substring(0, equals);
    if (word.indexOf(':') >= 0) {
      throw new InvalidFaultException("impair.scopeInside", part);
    }
    Fault fault =
        Fault.of(word).orElseThrow(() -> new InvalidFaultException("impair.fault", word, words()));
    Set<Path> paths = scope.of(fault, wires.forwarded());
    Path aPath = paths.iterator().next();
    paths.removeIf(path -> !wires.listening().contains(path.protocol()));
    if (paths.isEmpty()) {
      throw new InvalidFaultException("impair.shutOut", fault.word(), aPath.protocol().name());
    }
    FaultValue value = fault.value(part.substring(equals + 1));
    for (Path path : paths) {
      Map<Fault, FaultValue> values =
          faults.computeIfAbsent(path, any -> new EnumMap<>(Fault.class));
      if (values.put(fault, value) != null) {
        throw new InvalidFaultException("impair.twice", fault.word(), path.word());
      }
    }
  }

  private static void requireMeasured(Path path, Set<Fault> faults) {
    for (Fault fault : faults) {
      if (fault.measured().isPresent() && !faults.contains(fault.measured().get())) {
        throw new InvalidFaultException(
            "impair.unmeasured", fault.word(), fault.measured().get().word(), path.word());
      }
    }
  }

  /** Where the scope ends; -1 if there is none, for values have colons too. */
  private static int scopeEnd(String text) {
    int colon = text.indexOf(':');
    int equals = text.indexOf('=');
    return equals >= 0 && colon > equals ? -1 : colon;
  }

  private static String words() {
    List<String> words = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      words.add(fault.word());
    }
    return String.join(", ", words);
  }
}
