package acuse.common.protocol;

import acuse.common.text.SurrogateEscape;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Arrays;

/**
 * The word that ends a session: a message that is this word in any case, once bytes up to and
 * including the space (0x20) are trimmed from both its ends, as {@link String#trim} does.
 *
 * <p>Immutable. Asked for every message, so it decodes only what has a fitting length and start.
 */
public final class ExitWord {
  /** No word ends a session. */
  public static final ExitWord NONE = new ExitWord("");

  private static final int MAX_UTF8_BYTES_PER_CHAR = 3;
  private static final int ASCII = 0x80;

  private final String word;

  /** Which bytes of ASCII it can start with, by their value. */
  private final boolean[] firstBytes = new boolean[ASCII];

  private ExitWord(String word) {
    this.word = word;
    if (!word.isEmpty()) {
      addFirstBytesInAnyCase();
    }
  }

  /**
   * The exit word as a person gives it.
   *
   * @param word without spaces around it, which are trimmed off; empty means that no word ends a
   *     session
   */
  public static ExitWord of(String word) {
    return new ExitWord(word.trim());
  }

  /** The word as it was given, without spaces around it. */
  @Override
  public String toString() {
    return word;
  }

  /** Whether the {@code length} bytes that start at {@code index} are the word. */
  public boolean matches(ByteBuf bytes, int index, int length) {
    if (word.isEmpty()) {
      return false;
    }
    int start = index;
    int end = index + length;
    while (start < end && isTrimmed(bytes.getByte(start))) {
      start++;
    }
    while (end > start && isTrimmed(bytes.getByte(end - 1))) {
      end--;
    }
    int trimmed = end - start;
    return fits(trimmed)
        && canStartWith(bytes.getByte(start))
        && isWord(ByteBufUtil.getBytes(bytes, start, trimmed));
  }

  /** As {@link #matches(ByteBuf, int, int)}, for bytes outside of Netty's buffers. */
  public boolean matches(byte[] bytes, int index, int length) {
    if (word.isEmpty()) {
      return false;
    }
    int start = index;
    int end = index + length;
    while (start < end && isTrimmed(bytes[start])) {
      start++;
    }
    if (start == end || !canStartWith(bytes[start])) {
      return false;
    }
    while (isTrimmed(bytes[end - 1])) {
      end--;
    }
    int trimmed = end - start;
    return fits(trimmed) && isWord(Arrays.copyOfRange(bytes, start, end));
  }

  /** As {@link #matches(ByteBuf, int, int)}, for all of {@code bytes}. */
  public boolean matches(byte[] bytes) {
    return matches(bytes, 0, bytes.length);
  }

  private boolean isWord(byte[] trimmed) {
    return SurrogateEscape.decode(trimmed).equalsIgnoreCase(word);
  }

  private boolean fits(int bytes) {
    return bytes >= word.length() && bytes <= word.length() * MAX_UTF8_BYTES_PER_CHAR;
  }

  /** A byte that is not ASCII may begin the other case of a letter, such as the Kelvin sign. */
  private boolean canStartWith(byte first) {
    return first < 0 || firstBytes[first];
  }

  private static boolean isTrimmed(byte b) {
    return b >= 0 && b <= ' ';
  }

  private void addFirstBytesInAnyCase() {
    int first = word.codePointAt(0);
    int upper = Character.toUpperCase(first);
    int lower = Character.toLowerCase(first);
    int[] forms = {first, upper, lower, Character.toLowerCase(upper), Character.toUpperCase(lower)};
    for (int form : forms) {
      if (form < ASCII) {
        firstBytes[form] = true;
      }
    }
  }
}
