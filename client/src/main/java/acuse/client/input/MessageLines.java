package acuse.client.input;

import acuse.client.codec.Lines;
import acuse.client.conversation.Batch;
import acuse.common.protocol.ExitWord;

/** Makes messages of lines: numbers them, and ends with the exit word. */
final class MessageLines {
  private final ExitWord exitWord;
  private Lines left = Lines.NONE;
  private long seq;
  private boolean exitSeen;

  MessageLines(ExitWord exitWord) {
    this.exitWord = exitWord;
  }

  /** Goes on with these, which nobody else writes to; there must be no others left. */
  void take(Lines lines) {
    left = lines;
  }

  /** Whether something is left that may be a message. */
  boolean hasNext() {
    return !exitSeen && left.count() > 0;
  }

  /** Whether the exit word has been had: there are no more messages, whatever lines there are. */
  boolean isExitSeen() {
    return exitSeen;
  }

  /** As many messages as there are; the exit word by itself. */
  Batch next() {
    int count = left.countBefore(exitWord);
    exitSeen = count == 0;
    if (exitSeen) {
      return new Batch(seq + 1, left.part(0, 1), true);
    }
    Batch batch = new Batch(seq + 1, left.part(0, count), false);
    seq += count;
    left = left.part(count, left.count());
    return batch;
  }

  /** The first line that is left, which then is no message. */
  byte[] takeLine() {
    byte[] line = left.get(0);
    left = left.part(1, left.count());
    return line;
  }
}
