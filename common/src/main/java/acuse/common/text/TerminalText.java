package acuse.common.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Makes bytes from a stranger safe to show at a terminal.
 *
 * <pre>
 * bytes:  h o l a 1B [ 2 J 07 C3 B1 FF
 * text:   hola\x1b[2J\x07ñ\xff
 * </pre>
 *
 * Characters are escaped if they could move the cursor, change colours, hide text, or make it read
 * in another order than it was sent: control characters (C0, DEL, C1), line and paragraph
 * separators, and Unicode's format characters, directional marks (UAX #9) among them. Bytes that
 * are not UTF-8 show as {@code \xNN}. A backslash stays as it is: this is for reading, not for
 * parsing back.
 */
public final class TerminalText {
  private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
  private static final int ZERO_WIDTH_JOINER = 0x200d;

  private TerminalText() {}

  /** The {@code length} bytes from {@code offset}, as one line of harmless text. */
  public static String escape(byte[] bytes, int offset, int length) {
    StringBuilder text = new StringBuilder(length + 16);
    appendEscaped(text, bytes, offset, length);
    return text.toString();
  }

  /** Text that came from a stranger, such as a program's command line. */
  public static String escape(String text) {
    byte[] bytes = SurrogateEscape.encode(text);
    return escape(bytes, 0, bytes.length);
  }

  /** As {@link #escape(byte[], int, int)}, at the end of {@code text}. */
  public static void appendEscaped(StringBuilder text, byte[] bytes, int offset, int length) {
    int end = offset + length;
    int at = offset;
    while (at < end && isPlainAscii(bytes[at])) {
      text.append((char) bytes[at++]);
    }
    if (at < end) {
      appendDecoded(text, ByteBuffer.wrap(bytes, at, end - at));
    }
  }

  private static void appendDecoded(StringBuilder text, ByteBuffer bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer chars = CharBuffer.allocate(bytes.remaining());
    while (true) {
      CoderResult result = decoder.decode(bytes, chars, true);
      chars.flip();
      chars.codePoints().forEach(c -> appendCodePoint(text, c));
      chars.clear();
      if (!result.isError()) {
        return;
      }
      for (int i = 0; i < result.length(); i++) {
        text.append(String.format("\\x%02x", bytes.get()));
      }
      decoder.reset();
    }
  }

  private static void appendCodePoint(StringBuilder text, int c) {
    switch (c) {
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      default -> {
        if (isHarmless(c)) {
          text.appendCodePoint(c);
        } else {
          text.append(String.format(c < 0x100 ? "\\x%02x" : "\\u{%x}", c));
        }
      }
    }
  }

  private static boolean isPlainAscii(byte b) {
    return b >= 0x20 && b < 0x7f;
  }

  /** Of the invisible characters, only the two that join letters and emoji. */
  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      case Character.FORMAT -> c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER;
      default -> true;
    };
  }
}
