package acuse.client.conversation;

import acuse.client.codec.Lines;
import java.util.List;

/**
 * Successive messages that are handled together: those that one read of the input brought, or a
 * single one.
 *
 * @param firstSeq the first one's place in the input, from 1
 * @param texts the messages themselves; each remembers how its line ended
 * @param isExit whether this is the exit word, which is alone in its batch
 */
public record Batch(long firstSeq, Lines texts, boolean isExit) {
  /** A batch of one. */
  public static Batch of(Message message) {
    return new Batch(message.seq(), Lines.of(List.of(message.bytes())), message.isExit());
  }

  /** How many messages there are. */
  public int size() {
    return texts.count();
  }

  /** The message at {@code index}, from 0. */
  public Message message(int index) {
    return new Message(firstSeq + index, texts.get(index), texts.writtenEnding(index), isExit);
  }

  /** The messages from {@code from} on and before {@code to}. */
  public Batch part(int from, int to) {
    return new Batch(firstSeq + from, texts.part(from, to), isExit);
  }
}
