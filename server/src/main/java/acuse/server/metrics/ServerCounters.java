package acuse.server.metrics;

import acuse.common.protocol.Protocol;
import acuse.server.observe.SessionEnd;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * All counters of a server. Each event loop has its own, so that counting costs no more than adding
 * to a number; they are added up when somebody asks. Thread-safe.
 */
public final class ServerCounters {
  private final Map<Protocol, List<TrafficCounters>> traffic = new EnumMap<>(Protocol.class);
  private final Map<Protocol, List<SessionCounters>> sessions = new EnumMap<>(Protocol.class);
  private final Map<Protocol, LongAdder> failedTargets = new EnumMap<>(Protocol.class);
  private final LongAdder failedHandshakes = new LongAdder();
  private final LongAdder failedAccepts = new LongAdder();

  /** Nobody counts yet. */
  public ServerCounters() {
    for (Protocol protocol : Protocol.values()) {
      traffic.put(protocol, new CopyOnWriteArrayList<>());
      sessions.put(protocol, new CopyOnWriteArrayList<>());
      failedTargets.put(protocol, new LongAdder());
    }
  }

  /** Counters for one event loop. */
  public TrafficCounters newTraffic(Protocol protocol) {
    TrafficCounters counters = new TrafficCounters();
    traffic.get(protocol).add(counters);
    return counters;
  }

  /** Counters for one event loop, or for one table. */
  public SessionCounters newSessions(Protocol protocol) {
    SessionCounters counters = new SessionCounters();
    sessions.get(protocol).add(counters);
    return counters;
  }

  /** The target that a protocol is forwarded to could not be reached, or refused something. */
  public void targetFailed(Protocol protocol) {
    failedTargets.get(protocol).increment();
  }

  /** A TLS handshake failed. */
  public void handshakeFailed() {
    failedHandshakes.increment();
  }

  /** A connection could not be accepted. */
  public void acceptFailed() {
    failedAccepts.increment();
  }

  long sum(Protocol protocol, Function<TrafficCounters, Counter> which) {
    return traffic.get(protocol).stream().mapToLong(loop -> which.apply(loop).get()).sum();
  }

  long began(Protocol protocol) {
    return sessions.get(protocol).stream().mapToLong(SessionCounters::beganSoFar).sum();
  }

  Map<SessionEnd, Long> ended(Protocol protocol) {
    Map<SessionEnd, Long> totals = new EnumMap<>(SessionEnd.class);
    for (SessionEnd why : SessionEnd.values()) {
      totals.put(
          why, sessions.get(protocol).stream().mapToLong(loop -> loop.endedSoFar(why)).sum());
    }
    return totals;
  }

  long targetsFailed(Protocol protocol) {
    return failedTargets.get(protocol).sum();
  }

  long handshakesFailed() {
    return failedHandshakes.sum();
  }

  long acceptsFailed() {
    return failedAccepts.sum();
  }
}
