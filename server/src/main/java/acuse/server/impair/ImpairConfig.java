package acuse.server.impair;

import acuse.common.protocol.Protocol;
import acuse.server.guard.AddressBlock;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The faults on purpose that a server commits.
 *
 * @param seed what chance begins with: the same seed means the same faults
 * @param faults for each path that has any, each fault and how much of it there is; a stall, which
 *     is in both directions, counts as coming in
 * @param only the peers that meet them; empty for all
 */
public record ImpairConfig(
    long seed, Map<Path, Map<Fault, FaultValue>> faults, List<AddressBlock> only) {
  private static final long DRAWN_SEEDS = 1_000_000_000;

  public ImpairConfig {
    Map<Path, Map<Fault, FaultValue>> copy = new EnumMap<>(Path.class);
    faults.forEach(
        (path, values) -> {
          if (!values.isEmpty()) {
            copy.put(path, new EnumMap<>(values));
          }
        });
    faults = copy;
    only = List.copyOf(only);
  }

  /** A seed by chance, which is short enough to be typed again. */
  public static long drawSeed() {
    return ThreadLocalRandom.current().nextLong(DRAWN_SEEDS);
  }

  /** No faults at all. They can be brought in while the server runs. */
  public static ImpairConfig none() {
    return new ImpairConfig(0, Map.of(), List.of());
  }

  /**
   * Faults for all peers, each text as after {@code --impair}.
   *
   * @throws InvalidFaultException if one of them is wrong
   */
  public static ImpairConfig of(long seed, String... texts) {
    return new ImpairConfig(seed, ImpairText.parse(List.of(texts)), List.of());
  }

  /**
   * The same for a server that forwards TCP: {@code slice} and {@code glue} can act on {@code
   * tcp-in}, too.
   *
   * @throws InvalidFaultException if one of them is wrong
   */
  public static ImpairConfig forwarding(long seed, String... texts) {
    ImpairText.Wires wires =
        new ImpairText.Wires(Set.of(Protocol.values()), Set.of(Protocol.values()));
    return new ImpairConfig(seed, ImpairText.parse(List.of(texts), wires), List.of());
  }

  /** These faults, for the same peers. */
  public ImpairConfig with(long newSeed, Map<Path, Map<Fault, FaultValue>> newFaults) {
    return new ImpairConfig(newSeed, newFaults, only);
  }

  /** Whether there are no faults. */
  public boolean isNone() {
    return faults.isEmpty();
  }

  /** The faults of one path. */
  Map<Fault, FaultValue> of(Path path) {
    return faults.getOrDefault(path, Map.of());
  }

  /** Whether this peer meets faults. */
  boolean meets(InetAddress peer) {
    return only.isEmpty() || only.stream().anyMatch(block -> block.contains(peer));
  }

  /** One text for each path that has faults, in the form that {@code --impair} takes. */
  public List<String> texts() {
    return ImpairText.write(faults);
  }
}
