package acuse.common.text;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * UTF-8 that loses no byte, as Python reads arguments and the environment (PEP 383): a byte that is
 * not UTF-8 becomes a lone low surrogate, which no text has, and is that byte again when encoded.
 *
 * <pre>
 * bytes:  h o l a  C3 B1  FF
 * text:   h o l a  ñ      U+DCFF
 * </pre>
 */
public final class SurrogateEscape {
  /** U+DC80 is the byte 80, and so on up to U+DCFF. */
  private static final int BASE = 0xdc00;

  private static final int FIRST = BASE + 0x80;
  private static final int LAST = BASE + 0xff;

  private static final char REPLACEMENT = '\ufffd';

  private SurrogateEscape() {}

  /** The text of {@code bytes}, whatever they are. */
  public static String decode(byte[] bytes) {
    String utf8 = new String(bytes, StandardCharsets.UTF_8);
    return utf8.indexOf(REPLACEMENT) < 0 ? utf8 : decodeOddBytes(bytes);
  }

  private static String decodeOddBytes(byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer text = CharBuffer.allocate(bytes.length); // no byte becomes more than one
    while (true) {
      CoderResult result = decoder.decode(in, text, true);
      if (!result.isError()) {
        return text.flip().toString();
      }
      for (int i = 0; i < result.length(); i++) {
        text.put((char) (BASE + (in.get() & 0xff)));
      }
      decoder.reset();
    }
  }

  /** The bytes that {@code text} was decoded from; of any other text, its UTF-8. */
  public static byte[] encode(String text) {
    ByteArrayOutputStream bytes = null;
    int done = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)) {
        i++; // its low surrogate belongs to it
      } else if (c >= FIRST && c <= LAST) {
        bytes = bytes == null ? new ByteArrayOutputStream() : bytes;
        bytes.writeBytes(text.substring(done, i).getBytes(StandardCharsets.UTF_8));
        bytes.write(c - BASE);
        done = i + 1;
      }
    }
    byte[] rest = text.substring(done).getBytes(StandardCharsets.UTF_8);
    if (bytes == null) {
      return rest;
    }
    bytes.writeBytes(rest);
    return bytes.toByteArray();
  }
}
