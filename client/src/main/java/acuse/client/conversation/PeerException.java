package acuse.client.conversation;

import acuse.client.tls.TlsException;
import acuse.client.tls.TlsException.Problem;
import java.io.IOException;

/**
 * The peer ended the conversation, or none began. Its message is for people; nobody needs its
 * stack.
 */
public final class PeerException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The cause, as the peer or the network reported it. */
  public enum Reason {
    /** No address has this name. */
    UNKNOWN_HOST,
    /** Nothing listens there. */
    REFUSED,
    /** No way leads there, or no answer came to the attempt. */
    UNREACHABLE,
    /** It ended an open connection while answers were owed. */
    BROKEN,
    /** The same in the middle of a reply. */
    CUT,
    /** It sent bytes, and none of them were a reply: it marks messages in another way. */
    UNREADABLE,
    /** It and we did not agree on TLS; {@link PeerException#tlsProblem} says why. */
    TLS;

    /** Whether there never was a conversation. */
    public boolean isNobodyThere() {
      return this == UNKNOWN_HOST || this == REFUSED || this == UNREACHABLE;
    }
  }

  private final Reason reason;
  private final long unanswered;
  private final TlsException tls;

  private PeerException(Reason reason, long unanswered) {
    super("reason=" + reason + " unanswered=" + unanswered);
    this.reason = reason;
    this.unanswered = unanswered;
    this.tls = null;
  }

  private PeerException(TlsException tls) {
    super("reason=" + Reason.TLS + " problem=" + tls.problem());
    this.reason = Reason.TLS;
    this.unanswered = 0;
    this.tls = tls;
  }

  public static PeerException of(Reason reason) {
    return new PeerException(reason, 0);
  }

  /** Of a conversation that ended with messages {@code unanswered}. */
  public static PeerException ended(Reason reason, long unanswered) {
    return new PeerException(reason, unanswered);
  }

  public static PeerException tls(TlsException failure) {
    return new PeerException(failure);
  }

  public Reason reason() {
    return reason;
  }

  /** How many messages have no answer, if there was a conversation. */
  public long unanswered() {
    return unanswered;
  }

  /** Of {@link Reason#TLS}: what was wrong. */
  public Problem tlsProblem() {
    return tls.problem();
  }

  /** Of {@link Reason#TLS}: the same in the words of a programmer. */
  public String tlsDetails() {
    return String.valueOf(tls.getMessage());
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
