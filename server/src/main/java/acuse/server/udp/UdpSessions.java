package acuse.server.udp;

import acuse.common.protocol.Protocol;
import acuse.server.metrics.SessionCounters;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.ServerObserver.Event;
import acuse.server.observe.Session;
import acuse.server.observe.SessionEnd;
import acuse.server.observe.SessionIds;
import acuse.server.story.SessionTally;
import acuse.server.story.Stories;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The sessions over UDP, which itself has none. A session begins with the first datagram from an
 * address and port, and ends with the exit word, after silence, or when newer sessions need its
 * place.
 *
 * <p>Thread-safe: event loops share it, for a peer may move from one's socket to another's.
 *
 * <p>Only observers, the metrics, faults on purpose and replies that name a session or a number
 * need this; without any of them there is none. A session that faults hold datagrams of is not
 * silent, and its end is told when they have passed.
 */
final class UdpSessions {
  /** Senders can be forged, so the table is bounded: some 3 MB when full. */
  static final int MAX_SESSIONS = 10_000;

  static final Duration MAX_SILENCE = Duration.ofMinutes(1);

  private final SessionIds ids;
  private final SessionCounters counters;
  private final ServerObserver observer;
  private final Stories stories;

  /** Empty if there cannot be any. */
  private final Optional<DatagramFaults.Source> faults;

  /** Or else only their messages are wanted. */
  private final boolean tellsSessions;

  /**
   * A datagram of a session.
   *
   * @param number counts the datagrams of the session, from 1
   * @param tally for its story; null if nobody wants to know
   */
  record Heard(Session session, long number, SessionTally tally) {}

  private static final class Entry {
    private final Session session;

    /** Null if there cannot be faults. */
    private final ImpairedSession impaired;

    /** Null if nobody wants to know. */
    private final SessionTally tally;

    private long lastHeardNanos;
    private long datagrams;

    Entry(Session session, ImpairedSession impaired, SessionTally tally) {
      this.session = session;
      this.impaired = impaired;
      this.tally = tally;
    }

    boolean isHolding() {
      return impaired != null && impaired.isHolding();
    }
  }

  /** Ordered by the last datagram, the oldest first. */
  private final LinkedHashMap<InetSocketAddress, Entry> entries =
      new LinkedHashMap<>(16, 0.75f, true);

  UdpSessions(
      SessionIds ids,
      SessionCounters counters,
      ServerObserver observer,
      Stories stories,
      Optional<DatagramFaults.Source> faults) {
    this.ids = ids;
    this.counters = counters;
    this.observer = observer;
    this.stories = stories;
    this.faults = faults;
    this.tellsSessions = observer.wants().contains(Event.SESSION);
  }

  /**
   * A datagram came from {@code peer}, and begins a session if it has none.
   *
   * @param local the address that it asked
   * @param nowNanos as {@link System#nanoTime}
   */
  synchronized Heard heard(InetSocketAddress peer, InetSocketAddress local, long nowNanos) {
    Entry entry = entry(peer, local, nowNanos);
    return new Heard(entry.session, entry.datagrams, entry.tally);
  }

  /** The same where there can be faults. */
  synchronized ImpairedSession heardImpaired(
      InetSocketAddress peer, InetSocketAddress local, long nowNanos) {
    Entry entry = entry(peer, local, nowNanos);
    entry.impaired.heard(entry.datagrams);
    return entry.impaired;
  }

  synchronized void end(InetSocketAddress peer, SessionEnd why) {
    Entry entry = entries.remove(peer);
    if (entry != null) {
      tellEnd(entry, why);
    }
  }

  /** The same for one whose datagrams may come late: a newer one of that peer stays. */
  synchronized void end(ImpairedSession session, SessionEnd why) {
    InetSocketAddress peer = session.session().peer();
    Entry entry = entries.get(peer);
    if (entry != null && entry.impaired == session) {
      end(peer, why);
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
      if (!entry.isHolding()) {
        oldestFirst.remove();
        tellEnd(entry, SessionEnd.IDLE);
      }
    }
  }

  synchronized void endAll(SessionEnd why) {
    entries.values().forEach(entry -> tellEnd(entry, why));
    entries.clear();
  }

  private Entry entry(InetSocketAddress peer, InetSocketAddress local, long nowNanos) {
    Entry entry = entries.get(peer);
    if (entry == null) {
      entry = begin(peer, local);
    }
    entry.lastHeardNanos = nowNanos;
    entry.datagrams++;
    return entry;
  }

  private Entry begin(InetSocketAddress peer, InetSocketAddress local) {
    Session session = new Session(ids.next(), Protocol.UDP, peer, local, Instant.now(), false);
    SessionTally tally = stories.begin(session, Optional.empty());
    ImpairedSession impaired =
        faults.map(source -> new ImpairedSession(session, source.of(session), tally)).orElse(null);
    Entry entry = new Entry(session, impaired, tally);
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
    if (entry.impaired == null) {
      tellEndNow(entry, why);
    } else {
      entry.impaired.endWhenEmpty(() -> tellEndNow(entry, why));
    }
  }

  private void tellEndNow(Entry entry, SessionEnd why) {
    counters.ended(why);
    if (entry.tally != null) {
      entry.tally.over(why);
    }
    if (tellsSessions) {
      observer.ended(entry.session, why, entry.tally.in());
    }
    stories.end(entry.tally);
  }
}
