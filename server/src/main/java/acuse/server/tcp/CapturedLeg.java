package acuse.server.tcp;

import acuse.common.protocol.Framing;
import acuse.server.story.SessionTally;

/**
 * Which connection of a session is captured, and what its records can say of messages.
 *
 * @param opensByPeer whether the other end has connected; false for the target of forwarding
 * @param isSecured whether TLS was taken off
 * @param in names the messages that come
 * @param out names those that go
 */
record CapturedLeg(boolean opensByPeer, boolean isSecured, MessageNumbers in, MessageNumbers out) {
  private static final String MESSAGE = "message";
  private static final String MESSAGES = "messages";
  private static final String REPLY = "reply";
  private static final String REPLIES = "replies";

  /**
   * Of a peer whose messages are acknowledged.
   *
   * @param namesReplies false where faults on purpose hold replies back after they are counted
   */
  static CapturedLeg acknowledged(SessionTally tally, boolean namesReplies) {
    return new CapturedLeg(
        true,
        tally.session().secured(),
        MessageNumbers.counted(MESSAGE, MESSAGES, () -> tally.in().messages()),
        namesReplies
            ? MessageNumbers.counted(REPLY, REPLIES, () -> tally.out().messages())
            : MessageNumbers.none());
  }

  /** Of a peer whose messages are forwarded. */
  static CapturedLeg forwarded(boolean isSecured, Framing framing) {
    return new CapturedLeg(
        true,
        isSecured,
        MessageNumbers.ofStream(MESSAGE, MESSAGES, framing),
        MessageNumbers.ofStream(REPLY, REPLIES, framing));
  }

  /** Of the target that they are forwarded to. */
  static CapturedLeg ofTarget(Framing framing) {
    return new CapturedLeg(
        false,
        false,
        MessageNumbers.ofStream(REPLY, REPLIES, framing),
        MessageNumbers.ofStream(MESSAGE, MESSAGES, framing));
  }
}
