package acuse.client.lines;

import java.util.Arrays;

/**
 * Cuts lines out of a stream of bytes, at each LF or CRLF.
 *
 * <pre>
 * chunks:  "uno\r\ndo"  |  "s\n"  |  "tr" end
 * lines:   "uno"            "dos"     "tr"
 * </pre>
 *
 * It does what the server's line decoder does, for plain arrays: that one works on Netty's buffers,
 * whose classes would take up a good part of the client's start. Used by one thread at a time.
 */
public final class LineCutter {
  private static final byte[] NOTHING = {};

  /** An array that has grown larger is not kept for the next line. */
  private static final int MAX_SPARE_BYTES = 64 * 1024;

  private final int maxLineBytes;

  private byte[] chunk = NOTHING;
  private int at;
  private int end;

  /** Where the next LF stands in the chunk; -1 if in none of what is left of it. */
  private int lf = -1;

  /** The start of a line whose LF has not come. */
  private byte[] started = NOTHING;

  private int startedBytes;
  private boolean tooLong;

  /**
   * Starts with an empty stream.
   *
   * @param maxLineBytes not counting its LF or CRLF; of a longer line, nothing is kept
   */
  public LineCutter(int maxLineBytes) {
    this.maxLineBytes = maxLineBytes;
  }

  /**
   * Goes on with the first {@code length} bytes of {@code chunk}, which is not to be written to
   * while this {@link #hasLine}. Until then, no further chunk is taken.
   */
  public void take(byte[] chunk, int length) {
    this.chunk = chunk;
    at = 0;
    end = length;
    findEnd();
  }

  /** Whether a line has come to its end. */
  public boolean hasLine() {
    return lf >= 0;
  }

  /** Whether of the line that has not ended too much has come already. */
  public boolean isTooLong() {
    return tooLong;
  }

  /** The next line; null if it was too long. There must be one. */
  public byte[] line() {
    byte[] line;
    if (startedBytes == 0 && !tooLong) {
      line = copy(chunk, at, lf);
    } else {
      keep(lf);
      line = tooLong ? null : copy(started, 0, startedBytes);
      startAnew();
    }
    at = lf + 1;
    findEnd();
    return line;
  }

  /** What stands after the last LF when the stream ends; null if nothing, or too much. */
  public byte[] rest() {
    byte[] rest =
        startedBytes == 0 || startedBytes > maxLineBytes
            ? null
            : Arrays.copyOf(started, startedBytes);
    tooLong |= startedBytes > maxLineBytes;
    startedBytes = 0;
    return rest;
  }

  private void findEnd() {
    for (int i = at; i < end; i++) {
      if (chunk[i] == '\n') {
        lf = i;
        return;
      }
    }
    lf = -1;
    keep(end);
  }

  /** The line from {@code from} to the LF at {@code to}; null if it is too long. */
  private byte[] copy(byte[] bytes, int from, int to) {
    int lineEnd = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
    return lineEnd - from > maxLineBytes ? null : Arrays.copyOfRange(bytes, from, lineEnd);
  }

  /** Keeps one byte more than a line may have, for that could be the CR of its end. */
  private void keep(int to) {
    int length = to - at;
    tooLong |= startedBytes + (long) length > maxLineBytes + 1L;
    if (tooLong) {
      startedBytes = 0;
      started = NOTHING;
      return;
    }
    if (startedBytes + length > started.length) {
      started = Arrays.copyOf(started, Math.max(startedBytes + length, capacityAfter()));
    }
    System.arraycopy(chunk, at, started, startedBytes, length);
    startedBytes += length;
  }

  private int capacityAfter() {
    return (int) Math.min(2L * started.length, maxLineBytes + 1L);
  }

  private void startAnew() {
    tooLong = false;
    startedBytes = 0;
    if (started.length > MAX_SPARE_BYTES) {
      started = NOTHING;
    }
  }
}
