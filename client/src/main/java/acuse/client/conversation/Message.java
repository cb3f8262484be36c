package acuse.client.conversation;

import acuse.common.protocol.LineEnding;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Something to be sent and answered.
 *
 * @param seq its place in the input, from 1
 * @param bytes as they are, without a line's ending; nobody writes to them
 * @param ending of its line, where messages are framed by lines
 * @param isExit whether it is the exit word, in whatever case it was given: a command, to which no
 *     answer is owed, and the last one
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode are for tests, and compare contents
public record Message(long seq, byte[] bytes, LineEnding ending, boolean isExit) {
  /** The word that ends a conversation; also the server's default. */
  public static final String EXIT_WORD = "exit";

  /** One whose line ends in LF. */
  public Message(long seq, byte[] bytes, boolean isExit) {
    this(seq, bytes, LineEnding.LF, isExit);
  }

  /** The exit word as message number {@code seq}. */
  public static Message exit(long seq) {
    return new Message(seq, EXIT_WORD.getBytes(StandardCharsets.US_ASCII), true);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Message message
        && seq == message.seq
        && isExit == message.isExit
        && Arrays.equals(bytes, message.bytes);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(seq);
  }
}
