package acuse.common.protocol;

import io.netty.buffer.ByteBuf;

/** How a message ended. It is no part of the message; the reply ends in the same way. */
public enum LineEnding {
  NONE(0),
  LF(1),
  CRLF(2);

  private final int length;

  LineEnding(int length) {
    this.length = length;
  }

  /** In bytes. */
  public int length() {
    return length;
  }

  /** The ending of the {@code length} bytes that start at {@code index}. */
  public static LineEnding of(ByteBuf bytes, int index, int length) {
    int end = index + length;
    if (length == 0 || bytes.getByte(end - 1) != '\n') {
      return NONE;
    }
    return length > 1 && bytes.getByte(end - 2) == '\r' ? CRLF : LF;
  }

  /** The ending of the first {@code length} of {@code bytes}. */
  public static LineEnding of(byte[] bytes, int length) {
    if (length == 0 || bytes[length - 1] != '\n') {
      return NONE;
    }
    return length > 1 && bytes[length - 2] == '\r' ? CRLF : LF;
  }

  /** Appends this ending to {@code out}. */
  public void writeTo(ByteBuf out) {
    if (this == CRLF) {
      out.writeByte('\r');
    }
    if (this != NONE) {
      out.writeByte('\n');
    }
  }
}
