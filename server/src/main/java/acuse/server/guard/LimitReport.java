package acuse.server.guard;

import acuse.server.observe.ServerObserver;
import java.util.EnumMap;
import java.util.Map;

/**
 * Tells an observer what the counters have gained, whenever it is run. For one thread at a time.
 */
public final class LimitReport implements Runnable {
  private final LimitCounters counters;
  private final ServerObserver observer;
  private Map<Limit, Long> told;

  /** Begins with what {@code counters} have now. */
  public LimitReport(LimitCounters counters, ServerObserver observer) {
    this.counters = counters;
    this.observer = observer;
    this.told = counters.totals();
  }

  @Override
  public void run() {
    Map<Limit, Long> now = counters.totals();
    Map<Limit, Long> gained = new EnumMap<>(Limit.class);
    now.forEach(
        (limit, total) -> {
          long more = total - told.get(limit);
          if (more > 0) {
            gained.put(limit, more);
          }
        });
    told = now;
    if (!gained.isEmpty()) {
      observer.limitsActed(gained);
    }
  }
}
