package acuse.common.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Reads text of which no byte may be guessed: a file of options, a line that chooses the protocol.
 *
 * <pre>
 * EF BB BF 74 63 70   ─→  "tcp"
 * FF FE 74 00 63 00   ─→  not UTF-8
 * </pre>
 */
public final class Utf8Text {
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private Utf8Text() {}

  /**
   * The text that {@code bytes} are in UTF-8, without the byte order mark that some editors put
   * before it.
   *
   * @throws NotUtf8Exception if they are none
   */
  public static String decode(byte[] bytes) throws NotUtf8Exception {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length); // a char takes one byte at least
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      throw new NotUtf8Exception(in.position());
    }
    out.flip();
    if (out.hasRemaining() && out.get(0) == BYTE_ORDER_MARK) {
      out.get();
    }
    return out.toString();
  }

  /** Some bytes are not UTF-8. */
  public static final class NotUtf8Exception extends CharacterCodingException {
    private static final long serialVersionUID = 1L;

    private final int position;

    NotUtf8Exception(int position) {
      this.position = position;
    }

    /** The index of the first byte that is wrong. */
    public int position() {
      return position;
    }

    @Override
    public String getMessage() {
      return "not UTF-8 position=" + position;
    }
  }
}
