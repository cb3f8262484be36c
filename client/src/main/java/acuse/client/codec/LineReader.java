package acuse.client.codec;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts lines out of a stream of bytes, at each LF or CRLF, and gives all that a read completes at
 * once.
 *
 * <pre>
 * reads:  "uno\r\ndo"  |  "s\ntres\n"    |  "cua" end
 * lines:  "uno"           "dos" "tres"      "cua"
 * </pre>
 *
 * It does what the server's line decoder does, for plain arrays: that one works on Netty's buffers,
 * whose classes would take up a good part of the client's start. Used by one thread at a time.
 */
public final class LineReader {
  /** One read brings at most this much. A larger buffer is kept only for a line that needs it. */
  private static final int BUFFER_BYTES = 64 * 1024;

  private static final int CRLF_BYTES = 2;

  private final int maxLineBytes;

  /** Holds the longest line and its end: so one that is too long is always the first in it. */
  private final int maxBufferBytes;

  private byte[] buffer;

  /** The line that has not ended, from here on … */
  private int unfinished;

  /** … up to here. */
  private int end;

  /** Before this, there is no LF in it. */
  private int searched;

  /** Where those LFs stand that the last read brought, and whether a CR stands before any. */
  private int[] lfs = new int[16];

  private boolean endsInCrlf;

  /** Whether the unfinished line is too long, and nothing was kept of it. */
  private boolean dropping;

  private boolean tooLong;

  /**
   * Starts with an empty stream.
   *
   * @param maxLineBytes not counting its LF or CRLF; of a longer line, nothing is kept
   */
  public LineReader(int maxLineBytes) {
    this.maxLineBytes = maxLineBytes;
    this.maxBufferBytes = maxLineBytes + CRLF_BYTES;
    this.buffer = new byte[Math.min(BUFFER_BYTES, maxBufferBytes)];
  }

  /**
   * Waits for more of the stream. Earlier lines are invalid then.
   *
   * @return false if it has ended
   */
  public boolean read(InputStream in) throws IOException {
    makeRoom();
    int length = in.read(buffer, end, Math.min(buffer.length - end, BUFFER_BYTES));
    end += Math.max(length, 0);
    return length >= 0;
  }

  /** The lines that the last read completed. */
  public Lines lines() {
    int count = findLfs();
    Lines lines = new Lines(buffer, 0, lfs, 0, count, endsInCrlf, true);
    boolean dropFirst = count > 0 && (dropping || lines.length(0) > maxLineBytes);
    if (count > 0) {
      unfinished = lfs[count - 1] + 1;
      dropping = false;
    }
    // The one byte more could be the CR of its end.
    dropping |= end - unfinished > maxLineBytes + 1;
    if (dropping) {
      end = unfinished;
    }
    tooLong = dropFirst || dropping;
    return dropFirst ? lines.part(1, count) : lines;
  }

  /** Whether of a line that the last read ended, or went on with, there was too much. */
  public boolean isTooLong() {
    return tooLong;
  }

  /** Whether a line has begun that has not ended. */
  public boolean isInLine() {
    return dropping || end > unfinished;
  }

  /** The bytes after the last LF when the stream ends: one line, unless it is too long. */
  public Lines rest() {
    int length = end - unfinished;
    tooLong = length > maxLineBytes;
    if (length == 0 || tooLong) {
      return Lines.NONE;
    }
    return Lines.of(List.of(Arrays.copyOfRange(buffer, unfinished, end)));
  }

  private void makeRoom() {
    int length = end - unfinished;
    byte[] target = buffer;
    if (length == buffer.length) {
      target = new byte[(int) Math.min(2L * length, maxBufferBytes)];
    } else if (buffer.length > BUFFER_BYTES && length < BUFFER_BYTES) {
      target = new byte[BUFFER_BYTES];
    }
    if (unfinished > 0 || target != buffer) { // else a long line would be copied at every read
      System.arraycopy(buffer, unfinished, target, 0, length);
    }
    buffer = target;
    unfinished = 0;
    end = length;
    searched = length;
  }

  /** Returns how many there are. */
  private int findLfs() {
    byte[] bytes = buffer;
    int to = end;
    int count = 0;
    endsInCrlf = false;
    int at = nextLf(bytes, searched, to);
    while (at < to) {
      if (count == lfs.length) {
        lfs = Arrays.copyOf(lfs, 2 * count);
      }
      lfs[count++] = at;
      endsInCrlf |= at > 0 && bytes[at - 1] == '\r';
      at = nextLf(bytes, at + 1, to);
    }
    return count;
  }

  /**
   * Four at a time, which takes half as long with the JVM's faster compiler; {@code to} if none.
   */
  private static int nextLf(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to - 4
        && bytes[at] != '\n'
        && bytes[at + 1] != '\n'
        && bytes[at + 2] != '\n'
        && bytes[at + 3] != '\n') {
      at += 4;
    }
    while (at < to && bytes[at] != '\n') {
      at++;
    }
    return at;
  }
}
