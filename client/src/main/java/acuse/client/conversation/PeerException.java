package acuse.client.conversation;

import java.io.IOException;

/** The peer, not we, ended things. Its message is for people; nobody needs its stack. */
public final class PeerException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What the peer, or the network on its behalf, did. */
  public enum Reason {
    /** No address has this name. */
    UNKNOWN_HOST,
    /** Nothing listens there. */
    REFUSED,
    /** No way leads there, or no answer came to the attempt. */
    UNREACHABLE,
    /** It ended an open connection while answers were owed. */
    BROKEN,
    /** It sent bytes, and none of them were a reply: it marks messages in another way. */
    UNREADABLE;

    /** Whether there never was a conversation. */
    public boolean isNobodyThere() {
      return this != BROKEN && this != UNREADABLE;
    }
  }

  private final Reason reason;
  private final long unanswered;

  private PeerException(Reason reason, long unanswered) {
    super("reason=" + reason + " unanswered=" + unanswered);
    this.reason = reason;
    this.unanswered = unanswered;
  }

  static PeerException of(Reason reason) {
    return new PeerException(reason, 0);
  }

  static PeerException unreadable(long unanswered) {
    return new PeerException(Reason.UNREADABLE, unanswered);
  }

  static PeerException broken(long unanswered) {
    return new PeerException(Reason.BROKEN, unanswered);
  }

  public Reason reason() {
    return reason;
  }

  /** Of {@link Reason#BROKEN} and {@link Reason#UNREADABLE}: how many messages have no answer. */
  public long unanswered() {
    return unanswered;
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
