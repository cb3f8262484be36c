package acuse.server.story;

import acuse.server.impair.Fault;
import acuse.server.impair.Path;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.Session;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The stories of the sessions that are open: begun with a session, told at its very end. Where
 * nobody wants to know of sessions, there are none, and nothing is counted.
 *
 * <p>Bounded as sessions are. Thread-safe.
 */
public final class Stories {
  private final ServerObserver observer;
  private final boolean counts;
  private final boolean tells;
  private final Map<Long, SessionTally> open = new ConcurrentHashMap<>();

  /**
   * Will tell {@code observer}, if it wants to know.
   *
   * @param countsAnyway whether somebody else wants the counts, as a capture does
   */
  public Stories(ServerObserver observer, boolean countsAnyway) {
    Set<ServerObserver.Event> wanted = observer.wants();
    this.observer = observer;
    this.tells = wanted.contains(ServerObserver.Event.STORY);
    this.counts = tells || countsAnyway || wanted.contains(ServerObserver.Event.SESSION);
  }

  /** Whether there are any. */
  public boolean areWanted() {
    return counts;
  }

  /** Whether they are told whole, with what the kernel knows. */
  public boolean areTold() {
    return tells;
  }

  /**
   * A session begins.
   *
   * @param proxy the one that the peer is behind
   * @return null if nobody wants to know
   */
  public SessionTally begin(Session session, Optional<InetSocketAddress> proxy) {
    if (!counts) {
      return null;
    }
    SessionTally tally = new SessionTally(session, proxy);
    open.put(session.id(), tally);
    return tally;
  }

  /**
   * A session is over, and nothing more happens on its wire.
   *
   * @param tally null if nobody wants to know
   */
  public void end(SessionTally tally) {
    if (tally == null) {
      return;
    }
    open.remove(tally.session().id());
    if (tells) {
      observer.storyEnded(tally.story());
    }
  }

  /** How many are open. */
  public int openCount() {
    return open.size();
  }

  /** Those that are open, up to now; the newest {@code max} of them, the oldest first. */
  public List<SessionStory> open(int max) {
    Comparator<SessionTally> byId = Comparator.comparingLong(tally -> tally.session().id());
    return open.values().stream()
        .sorted(byId.reversed())
        .limit(max)
        .sorted(byId)
        .map(SessionTally::story)
        .toList();
  }

  /** Is to be told of faults, which it counts in the story of their session. */
  public ServerObserver faultCounter() {
    return new ServerObserver() {
      @Override
      public Set<Event> wants() {
        return counts ? EnumSet.of(Event.FAULT) : EnumSet.noneOf(Event.class);
      }

      @Override
      public void impaired(Session session, Path path, Fault fault, long number) {
        SessionTally tally = open.get(session.id());
        if (tally != null) {
          tally.impaired(path, fault);
        }
      }
    };
  }
}
