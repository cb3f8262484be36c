package acuse.server.impair;

import acuse.common.protocol.Protocol;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/** How often each fault has acted on each path since the start. Thread-safe. */
public final class FaultCounters {
  private final Map<Path, Map<Fault, LongAdder>> acted = new EnumMap<>(Path.class);
  private final Map<Protocol, LongAdder> overflows = new EnumMap<>(Protocol.class);

  FaultCounters() {
    for (Path path : Path.values()) {
      acted.put(path, new EnumMap<>(Fault.class));
    }
    for (Fault fault : Fault.values()) {
      if (fault.measured().isEmpty()) {
        fault.paths(true).forEach(path -> acted.get(path).put(fault, new LongAdder()));
      }
    }
    acted.get(Path.UDP_OUT).put(Fault.STALL, new LongAdder()); // a stall loses replies, too
    for (Protocol protocol : Protocol.values()) {
      overflows.put(protocol, new LongAdder());
    }
  }

  /** It acted once more. */
  public void acted(Path path, Fault fault) {
    acted.get(path).get(fault).increment();
  }

  /** Too much was held already: over UDP a datagram was dropped, over TCP reading stopped. */
  public void overflowed(Protocol protocol) {
    overflows.get(protocol).increment();
  }

  /** How often {@code fault} has acted on {@code path}. */
  public long count(Path path, Fault fault) {
    return acted.get(path).get(fault).sum();
  }

  /** How often too much was held. */
  public long overflows(Protocol protocol) {
    return overflows.get(protocol).sum();
  }

  /** Shows each count of a fault, also of those that never acted. */
  public void forEach(Path path, BiConsumer<Fault, Long> counted) {
    acted.get(path).forEach((fault, count) -> counted.accept(fault, count.sum()));
  }
}
