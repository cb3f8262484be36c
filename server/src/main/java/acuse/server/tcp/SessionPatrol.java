package acuse.server.tcp;

import acuse.server.guard.GuardConfig;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Visits all sessions of one event loop now and then, also those that wait for their end, and ends
 * those that have stalled. Belongs to that event loop.
 *
 * <p>A timer for each of ten thousand sessions, set anew with each message, would cost more.
 */
final class SessionPatrol {
  private static final Duration SHORTEST_ROUND = Duration.ofMillis(10);
  private static final Duration LONGEST_ROUND = Duration.ofSeconds(1);

  /** So that no session is ended later than a quarter of its time too late. */
  private static final int ROUNDS_PER_TIMEOUT = 4;

  private final Set<Patrolled> sessions = new HashSet<>();

  /** Begins its rounds, which end with the event loop. */
  SessionPatrol(EventLoop eventLoop, GuardConfig config) {
    long roundNanos = round(config).toNanos();
    eventLoop.scheduleWithFixedDelay(this::visitAll, roundNanos, roundNanos, TimeUnit.NANOSECONDS);
  }

  void add(Patrolled session) {
    sessions.add(session);
  }

  void remove(Patrolled session) {
    sessions.remove(session);
  }

  private void visitAll() {
    if (sessions.isEmpty()) {
      return;
    }
    long nowNanos = System.nanoTime();
    List<Patrolled> ended = new ArrayList<>();
    for (Patrolled session : sessions) {
      if (session.hasStalled(nowNanos)) {
        ended.add(session);
      }
    }
    ended.forEach(Patrolled::endStalled);
  }

  private static Duration round(GuardConfig config) {
    Duration shorter =
        config.idleTimeout().compareTo(config.writeTimeout()) < 0
            ? config.idleTimeout()
            : config.writeTimeout();
    Duration round = shorter.dividedBy(ROUNDS_PER_TIMEOUT);
    if (round.compareTo(SHORTEST_ROUND) < 0) {
      return SHORTEST_ROUND;
    }
    return round.compareTo(LONGEST_ROUND) > 0 ? LONGEST_ROUND : round;
  }
}
