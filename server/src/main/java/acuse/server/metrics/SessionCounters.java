package acuse.server.metrics;

import acuse.server.observe.SessionEnd;
import java.util.EnumMap;
import java.util.Map;

/** The sessions of one event loop, or of one table: for one thread at a time. */
public final class SessionCounters {
  private final Counter began = new Counter();
  private final Map<SessionEnd, Counter> ends = new EnumMap<>(SessionEnd.class);

  SessionCounters() {
    for (SessionEnd end : SessionEnd.values()) {
      ends.put(end, new Counter());
    }
  }

  /** A session began. */
  public void began() {
    began.increment();
  }

  /** A session ended. */
  public void ended(SessionEnd why) {
    ends.get(why).increment();
  }

  long beganSoFar() {
    return began.get();
  }

  long endedSoFar(SessionEnd why) {
    return ends.get(why).get();
  }
}
