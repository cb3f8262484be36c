package acuse.server.guard;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How often each limit has acted. Thread-safe. */
public final class LimitCounters {
  private final Map<Limit, LongAdder> counters = new EnumMap<>(Limit.class);

  /** All at zero. */
  public LimitCounters() {
    for (Limit limit : Limit.values()) {
      counters.put(limit, new LongAdder());
    }
  }

  /** Counts one connection or datagram more. */
  public void acted(Limit limit) {
    counters.get(limit).increment();
  }

  /** Since the start, by limit; those that never acted are zero. */
  public Map<Limit, Long> totals() {
    Map<Limit, Long> totals = new EnumMap<>(Limit.class);
    counters.forEach((limit, counter) -> totals.put(limit, counter.sum()));
    return totals;
  }
}
