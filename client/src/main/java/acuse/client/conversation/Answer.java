package acuse.client.conversation;

import acuse.common.protocol.LineEnding;
import java.time.Duration;

/**
 * The outcome of a message.
 *
 * @param message the one that was sent, or was to be
 * @param status how it ended
 * @param reply the reply's bytes without a line's ending; null without one
 * @param replyEnding the ending that came behind those, as far as it is known
 * @param roundTrip from the last sending to the reply; zero without a reply
 * @param attempts how often it was sent
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Answer(
    Message message,
    Status status,
    byte[] reply,
    LineEnding replyEnding,
    Duration roundTrip,
    int attempts) {
  /** How a message ended. */
  public enum Status {
    /** With a reply. */
    OK,
    /** With a reply that lacks the text that was to be in it. */
    UNEXPECTED,
    /** Without one, in the time allowed. */
    TIMEOUT,
    /** The connection broke first. */
    CLOSED,
    /** Nobody is there to take it. */
    REFUSED,
    /** It is too long for a datagram, or empty and without framing. */
    UNSENDABLE
  }

  public static Answer reply(
      Message message, byte[] reply, LineEnding ending, Duration roundTrip, int attempts) {
    return new Answer(message, Status.OK, reply, ending, roundTrip, attempts);
  }

  public static Answer none(Message message, Status status, int attempts) {
    return new Answer(message, status, null, LineEnding.NONE, Duration.ZERO, attempts);
  }

  /** The same with a reply that was not to be this one. */
  public Answer unexpected() {
    return new Answer(message, Status.UNEXPECTED, reply, replyEnding, roundTrip, attempts);
  }

  /** Whether there is a reply, expected or not. */
  public boolean isReply() {
    return reply != null;
  }
}
