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
import java.util.Map;
import java.util.Set;

/**
 * Is told what happens in a server. Called on event loops, several at once: an implementation must
 * be thread-safe and must never block.
 *
 * <p>What comes with messages is told only if it is wanted, see {@link #wants}: events that nobody
 * wants cost nothing. The others are rare, and always told.
 */
public interface ServerObserver {
  /** The kinds of events that an observer can ask for. */
  enum Event {
    /** {@link #began} and {@link #ended}. */
    SESSION,
    /** {@link #received} and {@link #rejected}. */
    MESSAGE,
    /** {@link #replied}. */
    REPLY,
    /** {@link #impaired}. */
    FAULT,
    /** {@link #storyEnded}. */
    STORY
  }

  /** Wants nothing. */
  ServerObserver NONE =
      new ServerObserver() {
        @Override
        public Set<Event> wants() {
          return EnumSet.noneOf(Event.class);
        }
      };

  /** Which events are to be told; asked once, when the server starts. */
  default Set<Event> wants() {
    return EnumSet.allOf(Event.class);
  }

  /** An observer that tells this one, and then {@code second}, each what it wants. */
  default ServerObserver then(ServerObserver second) {
    return new ObserverPair(this, second);
  }

  /** A peer connected, or sent a first datagram. */
  default void began(Session session) {}

  /**
   * A message came: the {@code length} bytes of {@code bytes} from {@code index} on, which are only
   * good until this method returns. Told before its reply.
   *
   * <p>Of a forwarded session: what was read at once, with whatever frames it.
   */
  default void received(Session session, ByteBuf bytes, int index, int length) {}

  /** A message was dropped, being longer than {@code maxMessageBytes}. Told before its reply. */
  default void rejected(Session session, int maxMessageBytes) {}

  /**
   * A message or a rejection was replied to: the {@code length} bytes of {@code bytes} from {@code
   * index} on, without the length or the ending that frames them, are on their way to the peer.
   * They are only good until this method returns.
   *
   * <p>Of a forwarded session: what the target sent, as it is on its way to the peer.
   */
  default void replied(Session session, ByteBuf bytes, int index, int length) {}

  /**
   * A fault on purpose acted on a message, or on a reply.
   *
   * @param number of the message or the reply, from 1
   */
  default void impaired(Session session, Path path, Fault fault, long number) {}

  /**
   * The target that a session is forwarded to cannot be reached.
   *
   * @param target as the configuration names it
   */
  default void targetUnreachable(Session session, ForwardTarget target, TargetFailure why) {}

  /**
   * The session is over. Replies may still be on their way; see {@link #storyEnded}.
   *
   * @param received what has come from the peer
   */
  default void ended(Session session, SessionEnd why, SideCounts received) {}

  /** The session is over, and so is its connection: this is all that became of it. */
  default void storyEnded(SessionStory story) {}

  /** The TLS handshake with a peer failed, before any message. */
  default void handshakeFailed(Session session, String reason) {}

  /**
   * Limits have acted. Told at most once per second, however often they acted.
   *
   * @param sinceLast how often each acted since this was last told; only those that did
   */
  default void limitsActed(Map<Limit, Long> sinceLast) {}

  /**
   * No further connection could be accepted for now; the operating system said why. Told at most
   * once per second.
   */
  default void acceptFailed(String reason) {}

  /** From now on these faults on purpose are in force. Told on whatever thread brought them in. */
  default void faultsExchanged(ImpairConfig now) {}

  /** New connections see a renewed certificate from now on. Told on a thread of its own. */
  default void certificateRenewed(String fingerprint, Instant validUntil) {}

  /** A renewed certificate cannot be used, and the old one stays. Told on a thread of its own. */
  default void certificateRefused(PemException why) {}

  /**
   * An event loop has ended, or has been busy with one task for {@code limit}: its connections are
   * served no more. Told once, on a thread that is no event loop.
   */
  default void eventLoopStandsStill(Duration limit) {}
}
