package acuse.client.input;

import java.io.IOException;

/** The input has a line that is too long to be kept in memory. */
public final class LineTooLongException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long line;
  private final int maxBytes;

  LineTooLongException(long line, int maxBytes) {
    super("too long line=" + line + " maxBytes=" + maxBytes);
    this.line = line;
    this.maxBytes = maxBytes;
  }

  /** Its number, from 1. */
  public long line() {
    return line;
  }

  public int maxBytes() {
    return maxBytes;
  }
}
