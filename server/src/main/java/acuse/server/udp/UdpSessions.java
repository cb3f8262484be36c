package acuse.server.udp;

import acuse.common.protocol.Protocol;
import acuse.server.session.SessionEnd;
import acuse.server.session.SessionObserver;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who is talking over UDP, which itself knows no sessions: one begins with a peer's first datagram
 * and ends with the exit word, after silence, or when newer ones crowd it out.
 *
 * <p>Thread-safe: event loops share it, for a peer may move from one's socket to another's.
 *
 * <p>Only people need this, to follow who comes and goes: replies do not depend on it.
 */
final class UdpSessions {
  /** Senders can be forged, so the table is bounded: some 2 MB when full. */
  static final int MAX_SESSIONS = 10_000;

  static final Duration MAX_SILENCE = Duration.ofMinutes(1);

  private final SessionObserver observer;

  /** When each was last heard, in {@link System#nanoTime}; the longest silent comes first. */
  private final LinkedHashMap<InetSocketAddress, Long> lastHeardNanos =
      new LinkedHashMap<>(16, 0.75f, true);

  UdpSessions(SessionObserver observer) {
    this.observer = observer;
  }

  synchronized void heard(InetSocketAddress peer, long nowNanos) {
    if (lastHeardNanos.put(peer, nowNanos) == null) {
      if (lastHeardNanos.size() > MAX_SESSIONS) {
        end(lastHeardNanos.keySet().iterator().next(), SessionEnd.CROWDED_OUT);
      }
      observer.began(Protocol.UDP, peer);
    }
  }

  synchronized void end(InetSocketAddress peer, SessionEnd why) {
    if (lastHeardNanos.remove(peer) != null) {
      observer.ended(Protocol.UDP, peer, why);
    }
  }

  /** Ends the sessions that have been silent for too long. */
  synchronized void endSilent(long nowNanos) {
    Iterator<Map.Entry<InetSocketAddress, Long>> oldestFirst = lastHeardNanos.entrySet().iterator();
    while (oldestFirst.hasNext()) {
      Map.Entry<InetSocketAddress, Long> session = oldestFirst.next();
      if (nowNanos - session.getValue() < MAX_SILENCE.toNanos()) {
        return;
      }
      oldestFirst.remove();
      observer.ended(Protocol.UDP, session.getKey(), SessionEnd.IDLE);
    }
  }

  synchronized void endAll(SessionEnd why) {
    lastHeardNanos.keySet().forEach(peer -> observer.ended(Protocol.UDP, peer, why));
    lastHeardNanos.clear();
  }
}
