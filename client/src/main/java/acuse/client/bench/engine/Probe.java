package acuse.client.bench.engine;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Locale;

/**
 * The bytes of a message that is recognized in any reply: digits and capital letters, so that it
 * comes back whole from a server that answers in capitals, too.
 *
 * <pre>
 * 9F3A0C11  00000000002A  GHJKL…
 * run, 8    sequence, 12  padding, up to the size
 * </pre>
 *
 * <p>The padding has no hexadecimal digits, so that no run is found in it. It begins at a letter
 * that depends on all digits of the sequence number: so a padding that came whole proves the
 * number. Used by one event loop.
 */
final class Probe {
  static final int RUN_BYTES = 8;
  private static final int SEQUENCE_BYTES = 12;

  /** Of a message without padding. */
  static final int MIN_BYTES = RUN_BYTES + SEQUENCE_BYTES;

  private static final int BITS_PER_DIGIT = 4;
  private static final int DIGIT_MASK = 0xF;
  private static final byte[] DIGITS = ascii("0123456789ABCDEF");
  private static final byte[] LETTERS = ascii("GHIJKLMNOPQRSTUVWXYZ");

  private final byte[] run;
  private final int sizeBytes;

  /** The letters again and again: any stretch of it is the padding of some numbers. */
  private final byte[] padding;

  private final byte[] scratch;

  Probe(String run, int sizeBytes) {
    this.run = ascii(run);
    this.sizeBytes = sizeBytes;
    this.padding = new byte[sizeBytes + LETTERS.length];
    for (int i = 0; i < padding.length; i++) {
      padding[i] = LETTERS[i % LETTERS.length];
    }
    this.scratch = new byte[sizeBytes];
    System.arraycopy(this.run, 0, scratch, 0, RUN_BYTES);
  }

  int sizeBytes() {
    return sizeBytes;
  }

  /** Appends the probe with this number. */
  void writeTo(ByteBuf out, long sequence) {
    long rest = sequence;
    int digitSum = 0;
    for (int i = MIN_BYTES - 1; i >= RUN_BYTES; i--) {
      int digit = (int) rest & DIGIT_MASK;
      digitSum += digit;
      scratch[i] = DIGITS[digit];
      rest >>>= BITS_PER_DIGIT;
    }
    System.arraycopy(padding, digitSum % LETTERS.length, scratch, MIN_BYTES, sizeBytes - MIN_BYTES);
    out.writeBytes(scratch);
  }

  /** Where the run stands in {@code bytes[from..to)}, or -1. */
  int find(byte[] bytes, int from, int to) {
    int last = to - RUN_BYTES;
    for (int i = from; i <= last; i++) {
      if (bytes[i] == run[0] && isRunAt(bytes, i, to)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the run stands exactly there. */
  boolean isRunAt(byte[] bytes, int at, int to) {
    return at + RUN_BYTES <= to && Arrays.equals(bytes, at, at + RUN_BYTES, run, 0, RUN_BYTES);
  }

  /** The number of the probe that begins at {@code at}, or -1 if there is none that can be read. */
  long sequenceAt(byte[] bytes, int at, int to) {
    if (at + MIN_BYTES > to) {
      return -1;
    }
    long sequence = 0;
    for (int i = at + RUN_BYTES; i < at + MIN_BYTES; i++) {
      int digit = digit(bytes[i]);
      if (digit < 0) {
        return -1;
      }
      sequence = (sequence << BITS_PER_DIGIT) | digit;
    }
    return sequence;
  }

  /** Whether the probe that begins at {@code at}, with a number that could be read, is whole. */
  boolean isWholeAt(byte[] bytes, int at, int to) {
    int start = paddingStart(bytes, at);
    return at + sizeBytes <= to
        && Arrays.equals(
            bytes, at + MIN_BYTES, at + sizeBytes, padding, start, start + sizeBytes - MIN_BYTES);
  }

  /**
   * Whether the number can be believed although the probe is not whole: most of the padding that is
   * there is that of the number.
   */
  boolean provesSequence(byte[] bytes, int at, int to) {
    int start = paddingStart(bytes, at);
    int length = Math.min(to - at, sizeBytes) - MIN_BYTES;
    int right = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[at + MIN_BYTES + i] == padding[start + i]) {
        right++;
      }
    }
    return 2 * right >= length;
  }

  private static int paddingStart(byte[] bytes, int at) {
    int digitSum = 0;
    for (int i = at + RUN_BYTES; i < at + MIN_BYTES; i++) {
      digitSum += digit(bytes[i]);
    }
    return digitSum % LETTERS.length;
  }

  private static int digit(byte b) {
    if (b >= '0' && b <= '9') {
      return b - '0';
    }
    return b >= 'A' && b <= 'F' ? b - 'A' + 10 : -1;
  }

  private static byte[] ascii(String text) {
    return text.toUpperCase(Locale.ROOT).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }
}
