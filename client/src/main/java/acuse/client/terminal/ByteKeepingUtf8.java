package acuse.client.terminal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * UTF-8, but for bytes that are none: each of them is a char of its own, and that char is the byte
 * again. So what is typed at a terminal of another encoding is edited as text, and sent as it came.
 *
 * <pre>
 * typed:  h  o  C3 B1  F1
 * text:   h  o  ñ      U+DCF1
 * sent:   h  o  C3 B1  F1
 * </pre>
 *
 * The chars are those of Python's {@code surrogateescape} (PEP 383): halves of a surrogate pair,
 * which no UTF-8 decodes to.
 */
final class ByteKeepingUtf8 extends Charset {
  static final Charset CHARSET = new ByteKeepingUtf8();

  private static final int FIRST_BYTE_CHAR = 0xdc00;

  private ByteKeepingUtf8() {
    super("X-Acuse-byte-keeping-UTF-8", new String[0]);
  }

  /** All of {@code bytes}; a decoder would wait for the rest of a character that is cut off. */
  static String decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CHARSET.newDecoder().decode(in, out, false);
    while (in.hasRemaining()) {
      out.put(charOf(in.get()));
    }
    return out.flip().toString();
  }

  private static char charOf(byte b) {
    return (char) (FIRST_BYTE_CHAR | (b & 0xff));
  }

  @Override
  public boolean contains(Charset other) {
    return StandardCharsets.UTF_8.contains(other);
  }

  @Override
  public CharsetDecoder newDecoder() {
    return new Decoder(this);
  }

  @Override
  public CharsetEncoder newEncoder() {
    return new Encoder(this);
  }

  private static final class Decoder extends CharsetDecoder {
    private final CharsetDecoder utf8 =
        StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);

    Decoder(Charset charset) {
      super(charset, 1, 1);
    }

    @Override
    protected CoderResult decodeLoop(ByteBuffer in, CharBuffer out) {
      while (true) {
        CoderResult result = utf8.decode(in, out, false);
        if (!result.isMalformed()) {
          return result;
        }
        if (!out.hasRemaining()) {
          return CoderResult.OVERFLOW;
        }
        out.put(charOf(in.get()));
      }
    }

    @Override
    protected void implReset() {
      utf8.reset();
    }
  }

  private static final class Encoder extends CharsetEncoder {
    private final CharsetEncoder utf8 =
        StandardCharsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPORT);

    Encoder(Charset charset) {
      super(charset, 1, 3);
    }

    @Override
    protected CoderResult encodeLoop(CharBuffer in, ByteBuffer out) {
      while (true) {
        CoderResult result = utf8.encode(in, out, false);
        if (!result.isMalformed()) {
          return result;
        }
        if (!out.hasRemaining()) {
          return CoderResult.OVERFLOW;
        }
        char c = in.get();
        out.put(c >> 8 == FIRST_BYTE_CHAR >> 8 ? (byte) c : (byte) '?');
      }
    }

    @Override
    protected void implReset() {
      utf8.reset();
    }
  }
}
