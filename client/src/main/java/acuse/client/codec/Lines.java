package acuse.client.codec;

import acuse.common.protocol.ExitWord;
import acuse.common.protocol.LineEnding;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * Successive texts in one array, each with an LF behind it: the form in which many short lines are
 * handled, because one object per line would cost more than all other work on it.
 *
 * <pre>
 * bytes:  … u n o LF d o s CR LF LF …
 * lines:    "uno"    "dos"       ""
 * </pre>
 *
 * <p>Nobody writes to the array while the lines are in use; those of a {@link LineReader} are its
 * own only until it reads on.
 */
public final class Lines {
  /** None at all. */
  public static final Lines NONE = new Lines(new byte[0], 0, new int[0], 0, 0, false, false);

  private final byte[] bytes;
  private final int start;

  /** Where each LF stands; {@link #count} of them are ours, from {@link #first} on. */
  private final int[] lfs;

  private final int first;
  private final int count;

  /** Whether a CR before an LF belongs to the line's end. If not, there may be CRs all the same. */
  private final boolean endsInCrlf;

  /** Whether each LF was read, and not put behind a text to separate it from the next. */
  private final boolean endsAreRead;

  Lines(
      byte[] bytes,
      int start,
      int[] lfs,
      int first,
      int count,
      boolean endsInCrlf,
      boolean endsAreRead) {
    this.bytes = bytes;
    this.start = start;
    this.lfs = lfs;
    this.first = first;
    this.count = count;
    this.endsInCrlf = endsInCrlf;
    this.endsAreRead = endsAreRead;
  }

  /** These texts as they are, even with line breaks in them. */
  public static Lines of(List<byte[]> texts) {
    int length = texts.size();
    for (byte[] text : texts) {
      length = Math.addExact(length, text.length);
    }
    byte[] bytes = new byte[length];
    int[] lfs = new int[texts.size()];
    int at = 0;
    for (int i = 0; i < lfs.length; i++) {
      byte[] text = texts.get(i);
      System.arraycopy(text, 0, bytes, at, text.length);
      lfs[i] = at + text.length;
      bytes[lfs[i]] = '\n';
      at = lfs[i] + 1;
    }
    return new Lines(bytes, 0, lfs, 0, lfs.length, false, false);
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** How many bytes they take, with their ends. */
  public int bytes() {
    return startOf(count) - start;
  }

  /** The line at {@code index}, from 0, without its end. */
  public byte[] get(int index) {
    return Arrays.copyOfRange(bytes, startOf(index), endOf(index));
  }

  /** How long that is. */
  public int length(int index) {
    return endOf(index) - startOf(index);
  }

  /** The end that {@link #writeAsReadTo} writes behind that. */
  public LineEnding writtenEnding(int index) {
    return lfs[first + index] > endOf(index) ? LineEnding.CRLF : LineEnding.LF;
  }

  /** The end that was read behind that; none if the text was not read as a line. */
  public LineEnding readEnding(int index) {
    return endsAreRead ? writtenEnding(index) : LineEnding.NONE;
  }

  /** The lines from {@code from} on and before {@code to}, in the same array. */
  public Lines part(int from, int to) {
    return new Lines(bytes, startOf(from), lfs, first + from, to - from, endsInCrlf, endsAreRead);
  }

  /** The same lines in an array that nobody else writes to. */
  public Lines copy() {
    byte[] own = Arrays.copyOf(bytes, startOf(count));
    return new Lines(
        own, start, Arrays.copyOf(lfs, first + count), first, count, endsInCrlf, endsAreRead);
  }

  /** How many there are before the first that is {@code word}. */
  public int countBefore(ExitWord word) {
    int at = start;
    for (int i = 0; i < count; i++) {
      int lf = lfs[first + i];
      if (word.matches(bytes, at, lf - at)) {
        return i;
      }
      at = lf + 1;
    }
    return count;
  }

  /** Writes the line at {@code index} without its end. */
  void writeTo(int index, OutputStream out) throws IOException {
    out.write(bytes, startOf(index), length(index));
  }

  /** Writes each line with its own end: LF or CRLF, as it was read. */
  public void writeAsReadTo(OutputStream out) throws IOException {
    out.write(bytes, start, bytes());
  }

  /** Writes each line with an LF behind it, whatever its end was. */
  public void writeTo(OutputStream out) throws IOException {
    if (!endsInCrlf) {
      writeAsReadTo(out);
      return;
    }
    for (int i = 0; i < count; i++) {
      writeTo(i, out);
      out.write('\n');
    }
  }

  /** Also for {@code index = count}: behind the last one's LF. */
  private int startOf(int index) {
    return index == 0 ? start : lfs[first + index - 1] + 1;
  }

  private int endOf(int index) {
    int lf = lfs[first + index];
    return endsInCrlf && lf > startOf(index) && bytes[lf - 1] == '\r' ? lf - 1 : lf;
  }
}
