package acuse.server.observe;

import acuse.common.tls.PemException;
import acuse.server.forward.ForwardTarget;
import acuse.server.forward.TargetFailure;
import acuse.server.guard.Limit;
import acuse.server.impair.Fault;
import acuse.server.impair.ImpairConfig;
import acuse.server.impair.Path;
import acuse.server.story.SessionStory;
import acuse.server.story.SideCounts;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Two observers in turn. Each is told what it wants, though the other may want more. */
final class ObserverPair implements ServerObserver {
  private final List<ServerObserver> both;
  private final Set<Event> wanted = EnumSet.noneOf(Event.class);
  private final List<ServerObserver> ofSessions;
  private final List<ServerObserver> ofMessages;
  private final List<ServerObserver> ofReplies;
  private final List<ServerObserver> ofFaults;
  private final List<ServerObserver> ofStories;

  ObserverPair(ServerObserver first, ServerObserver second) {
    this.both = List.of(first, second);
    both.forEach(observer -> wanted.addAll(observer.wants()));
    this.ofSessions = wanting(Event.SESSION);
    this.ofMessages = wanting(Event.MESSAGE);
    this.ofReplies = wanting(Event.REPLY);
    this.ofFaults = wanting(Event.FAULT);
    this.ofStories = wanting(Event.STORY);
  }

  private List<ServerObserver> wanting(Event event) {
    return both.stream().filter(observer -> observer.wants().contains(event)).toList();
  }

  @Override
  public Set<Event> wants() {
    return EnumSet.copyOf(wanted);
  }

  @Override
  public void began(Session session) {
    tell(ofSessions, observer -> observer.began(session));
  }

  @Override
  public void received(Session session, ByteBuf bytes, int index, int length) {
    tell(ofMessages, observer -> observer.received(session, bytes, index, length));
  }

  @Override
  public void rejected(Session session, int maxMessageBytes) {
    tell(ofMessages, observer -> observer.rejected(session, maxMessageBytes));
  }

  @Override
  public void replied(Session session, ByteBuf bytes, int index, int length) {
    tell(ofReplies, observer -> observer.replied(session, bytes, index, length));
  }

  @Override
  public void impaired(Session session, Path path, Fault fault, long number) {
    tell(ofFaults, observer -> observer.impaired(session, path, fault, number));
  }

  @Override
  public void targetUnreachable(Session session, ForwardTarget target, TargetFailure why) {
    tell(both, observer -> observer.targetUnreachable(session, target, why));
  }

  @Override
  public void ended(Session session, SessionEnd why, SideCounts received) {
    tell(ofSessions, observer -> observer.ended(session, why, received));
  }

  @Override
  public void storyEnded(SessionStory story) {
    tell(ofStories, observer -> observer.storyEnded(story));
  }

  @Override
  public void handshakeFailed(Session session, String reason) {
    tell(both, observer -> observer.handshakeFailed(session, reason));
  }

  @Override
  public void limitsActed(Map<Limit, Long> sinceLast) {
    tell(both, observer -> observer.limitsActed(sinceLast));
  }

  @Override
  public void acceptFailed(String reason) {
    tell(both, observer -> observer.acceptFailed(reason));
  }

  @Override
  public void faultsExchanged(ImpairConfig now) {
    tell(both, observer -> observer.faultsExchanged(now));
  }

  @Override
  public void certificateRenewed(String fingerprint, Instant validUntil) {
    tell(both, observer -> observer.certificateRenewed(fingerprint, validUntil));
  }

  @Override
  public void certificateRefused(PemException why) {
    tell(both, observer -> observer.certificateRefused(why));
  }

  @Override
  public void eventLoopStandsStill(Duration limit) {
    tell(both, observer -> observer.eventLoopStandsStill(limit));
  }

  private static void tell(List<ServerObserver> observers, Consumer<ServerObserver> event) {
    for (ServerObserver observer : observers) {
      event.accept(observer);
    }
  }
}
