package acuse.client.input;

import acuse.client.conversation.Message;
import acuse.client.conversation.MessageSource;
import acuse.client.lines.LineCutter;
import acuse.common.protocol.ExitWord;
import java.io.IOException;
import java.io.InputStream;

/**
 * The lines of a stream: what stands before each LF or CRLF, and what is left at the end. The
 * stream is read a chunk at a time, and only when its lines are asked for.
 */
public final class StreamMessages implements MessageSource {
  private static final int CHUNK_BYTES = 64 * 1024;

  private final InputStream in;
  private final ExitWord exitWord;
  private final LineCutter lines = new LineCutter(MAX_MESSAGE_BYTES);
  private final byte[] chunk = new byte[CHUNK_BYTES];

  private long linesTaken;
  private long seq;
  private boolean streamEnded;
  private boolean lineTooLong;
  private boolean exitSeen;

  /**
   * Reads {@code in} up to its end, or to the line that is {@code exitWord}.
   *
   * @param in not closed here
   */
  public StreamMessages(InputStream in, ExitWord exitWord) {
    this.in = in;
    this.exitWord = exitWord;
  }

  /** The next line, which is then no message; null at the end. */
  public byte[] takeLine() throws IOException {
    byte[] line = readLine();
    if (line == null && lineTooLong) {
      throw new LineTooLongException(linesTaken + 1, MAX_MESSAGE_BYTES);
    }
    linesTaken++;
    return line;
  }

  @Override
  public Message next() throws IOException {
    byte[] line = exitSeen ? null : takeLine();
    if (line == null) {
      return null;
    }
    exitSeen = exitWord.matches(line);
    return exitSeen ? Message.exit(++seq) : new Message(++seq, line, false);
  }

  @Override
  public boolean isReady() {
    return !exitSeen && lines.hasLine();
  }

  @Override
  public boolean isInteractive() {
    return false;
  }

  private byte[] readLine() throws IOException {
    while (!lines.hasLine() && !streamEnded && !lineTooLong) {
      int length = in.read(chunk);
      if (length < 0) {
        streamEnded = true;
        byte[] rest = lines.rest();
        lineTooLong = lines.isTooLong();
        return rest;
      }
      lines.take(chunk, length);
      // Its end may never come.
      lineTooLong = lines.isTooLong();
    }
    if (lineTooLong || !lines.hasLine()) {
      return null;
    }
    byte[] line = lines.line();
    lineTooLong = line == null;
    return line;
  }
}
