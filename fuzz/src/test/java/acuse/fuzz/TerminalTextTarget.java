package acuse.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import acuse.common.text.TerminalText;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/** Any bytes at a terminal: what is harmless stays, and nothing else does. */
public final class TerminalTextTarget {
  private static final int MAX_UTF8_BYTES = 4;

  private TerminalTextTarget() {}

  public static void fuzzerTestOneInput(FuzzedDataProvider data) {
    byte[] bytes =
        data.consumeBoolean()
            ? data.consumeRemainingAsString().getBytes(UTF_8)
            : data.consumeRemainingAsBytes();
    String shown = TerminalText.escape(bytes, 0, bytes.length);
    assertSame("as the model has it", expected(bytes), shown);
    assertSame("nothing left to escape", shown, TerminalText.escape(shown));
    byte[] surrounded = ByteBuffer.allocate(bytes.length + 2).put((byte) 'x').put(bytes).array();
    assertSame("a part", shown, TerminalText.escape(surrounded, 1, bytes.length));
  }

  /** A code point at a time, and a byte where there is none. */
  private static String expected(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < bytes.length) {
      int length = codePointBytes(bytes, at);
      if (length == 0) {
        text.append("\\x%02x".formatted(bytes[at++]));
      } else {
        text.append(shown(new String(bytes, at, length, UTF_8).codePointAt(0)));
        at += length;
      }
    }
    return text.toString();
  }

  /** How long the code point there is; 0 if it is none. */
  private static int codePointBytes(byte[] bytes, int at) {
    for (int length = 1; length <= Math.min(MAX_UTF8_BYTES, bytes.length - at); length++) {
      try {
        UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length));
        return length;
      } catch (CharacterCodingException e) {
        // Perhaps with one byte more.
      }
    }
    return 0;
  }

  private static String shown(int c) {
    if (Character.isISOControl(c)) {
      return c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\t' ? "\\t" : "\\x%02x".formatted(c);
    }
    boolean harmful =
        switch (Character.getType(c)) {
          case Character.FORMAT -> c != 0x200c && c != 0x200d; // these join letters
          case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
          default -> false;
        };
    return !harmful ? Character.toString(c) : (c < 0x100 ? "\\x%02x" : "\\u{%x}").formatted(c);
  }

  private static void assertSame(String what, String expected, String actual) {
    if (!expected.equals(actual)) {
      throw new AssertionError(what + ": expected " + hex(expected) + " but was " + hex(actual));
    }
  }

  private static String hex(String text) {
    return Arrays.toString(text.codePoints().mapToObj(Integer::toHexString).toArray());
  }
}
