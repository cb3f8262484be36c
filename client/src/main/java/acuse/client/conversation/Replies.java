package acuse.client.conversation;

import acuse.client.codec.Lines;
import java.time.Duration;

/**
 * Successive messages that were sent together, and a reply to each. Valid only until the method
 * that received it returns, because the array of the replies is used again then.
 *
 * @param messages those that are answered
 * @param texts as many replies, in the same order, without a line's ending
 * @param roundTrip from the sending to the replies
 */
public record Replies(Batch messages, Lines texts, Duration roundTrip) {
  /** How many there are. */
  public int count() {
    return texts.count();
  }

  /** The outcome of the message at {@code index}, counted from 0. */
  public Answer answer(int index) {
    return Answer.reply(
        messages.message(index), texts.get(index), texts.readEnding(index), roundTrip, 1);
  }
}
