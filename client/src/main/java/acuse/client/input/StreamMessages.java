package acuse.client.input;

import acuse.client.codec.LineReader;
import acuse.client.codec.Lines;
import acuse.client.conversation.Batch;
import acuse.client.conversation.MessageSource;
import acuse.common.protocol.ExitWord;
import java.io.IOException;
import java.io.InputStream;

/**
 * The lines of a stream: what stands before each LF or CRLF, and what is left at the end. The
 * stream is read only when its lines are asked for, and what one read brings is a batch.
 */
public final class StreamMessages implements MessageSource {
  private final InputStream in;
  private final LineReader cutter = new LineReader(MAX_MESSAGE_BYTES);
  private final MessageLines lines;

  private long linesRead;
  private boolean streamEnded;

  /**
   * Reads {@code in} up to its end, or to the line that is {@code exitWord}.
   *
   * @param in not closed here
   */
  public StreamMessages(InputStream in, ExitWord exitWord) {
    this.in = in;
    this.lines = new MessageLines(exitWord);
  }

  /** The next line, which is then no message; null at the end. */
  public byte[] takeLine() throws IOException {
    return awaitLine() ? lines.takeLine() : null;
  }

  @Override
  public Batch next() throws IOException {
    return awaitLine() ? lines.next() : null;
  }

  @Override
  public boolean isReady() {
    return lines.hasNext();
  }

  @Override
  public boolean isInMessage() {
    return !streamEnded && cutter.isInLine();
  }

  @Override
  public boolean isInteractive() {
    return false;
  }

  private boolean awaitLine() throws IOException {
    while (!lines.hasNext() && !lines.isExitSeen() && !streamEnded) {
      read();
    }
    return lines.hasNext();
  }

  /** Lines before one that is too long have been read before it: it fills the cutter by itself. */
  private void read() throws IOException {
    streamEnded = !cutter.read(in);
    Lines read = streamEnded ? cutter.rest() : cutter.lines();
    if (cutter.isTooLong()) {
      throw new LineTooLongException(linesRead + 1, MAX_MESSAGE_BYTES);
    }
    linesRead += read.count();
    lines.take(read.copy());
  }
}
