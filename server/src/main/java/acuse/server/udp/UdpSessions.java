package acuse.server.udp;

import acuse.common.protocol.Protocol;
import acuse.server.metrics.SessionCounters;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.ServerObserver.Event;
import acuse.server.observe.Session;
import acuse.server.observe.SessionEnd;
import acuse.server.observe.SessionIds;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sessions over UDP, which itself has none. A session begins with the first datagram from an
 * address and port, and ends with the exit word, after silence, or when newer sessions need its
 * place.
 *
 * <p>Thread-safe: event loops share it, for a peer may move from one's socket to another's.
 *
 * <p>Only observers and the metrics need this: replies do not depend on it, and without either
 * there is none.
 */
final class UdpSessions {
  /** Senders can be forged, so the table is bounded: some 3 MB when full. */
  static final int MAX_SESSIONS = 10_000;

  static final Duration MAX_SILENCE = Duration.ofMinutes(1);

  private final SessionIds ids;
  private final SessionCounters counters;
  private final ServerObserver observer;

  /** Or else only their messages are wanted. */
  private final boolean tellsSessions;

  private static final class Entry {
    private final Session session;
    private long lastHeardNanos;

    Entry(Session session) {
      this.session = session;
    }
  }

  /** Ordered by the last datagram, the oldest first. */
  private final LinkedHashMap<InetSocketAddress, Entry> entries =
      new LinkedHashMap<>(16, 0.75f, true);

  UdpSessions(SessionIds ids, SessionCounters counters, ServerObserver observer) {
    this.ids = ids;
    this.counters = counters;
    this.observer = observer;
    this.tellsSessions = observer.wants().contains(Event.SESSION);
  }

  /**
   * A datagram came from {@code peer}, and begins a session if it has none.
   *
   * @param local the address that it asked
   * @param nowNanos as {@link System#nanoTime}
   */
  synchronized Session heard(InetSocketAddress peer, InetSocketAddress local, long nowNanos) {
    Entry entry = entries.get(peer);
    if (entry == null) {
      entry = begin(peer, local);
    }
    entry.lastHeardNanos = nowNanos;
    return entry.session;
  }

  synchronized void end(InetSocketAddress peer, SessionEnd why) {
    Entry entry = entries.remove(peer);
    if (entry != null) {
      tellEnd(entry, why);
    }
  }

  /** Ends the sessions that have been silent for too long. */
  synchronized void endSilent(long nowNanos) {
    Iterator<Entry> oldestFirst = entries.values().iterator();
    while (oldestFirst.hasNext()) {
      Entry entry = oldestFirst.next();
      if (nowNanos - entry.lastHeardNanos < MAX_SILENCE.toNanos()) {
        return;
      }
      oldestFirst.remove();
      tellEnd(entry, SessionEnd.IDLE);
    }
  }

  synchronized void endAll(SessionEnd why) {
    entries.values().forEach(entry -> tellEnd(entry, why));
    entries.clear();
  }

  private Entry begin(InetSocketAddress peer, InetSocketAddress local) {
    Session session = new Session(ids.next(), Protocol.UDP, peer, local, Instant.now(), false);
    Entry entry = new Entry(session);
    entries.put(peer, entry);
    counters.began();
    if (entries.size() > MAX_SESSIONS) {
      Map.Entry<InetSocketAddress, Entry> oldest = entries.entrySet().iterator().next();
      end(oldest.getKey(), SessionEnd.CROWDED_OUT);
    }
    if (tellsSessions) {
      observer.began(session);
    }
    return entry;
  }

  private void tellEnd(Entry entry, SessionEnd why) {
    counters.ended(why);
    if (tellsSessions) {
      observer.ended(entry.session, why);
    }
  }
}
