package acuse.client.output;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Bytes as {@code hexdump -C} shows them: offset, hexadecimal, text; 16 bytes per line.
 *
 * <pre>
 * 00000000  68 6f 6c 61 20 c3 b1 0a                           |hola ...|
 * </pre>
 *
 * In colour, endings are yellow, control characters are magenta, and bytes that are not UTF-8 are
 * red. Characters that are not printable ASCII are dots in the text.
 */
final class HexDump {
  private static final int BYTES_PER_LINE = 16;
  private static final String RESET = "\u001b[0m";

  private enum Kind {
    PLAIN(""),
    ENDING("\u001b[33m"),
    CONTROL("\u001b[35m"),
    NOT_UTF8("\u001b[31m");

    private final String colour;

    Kind(String colour) {
      this.colour = colour;
    }
  }

  private final byte[] bytes;

  /** One per byte; null without colours. */
  private final Kind[] kinds;

  /**
   * @param endingBytes how many of the last bytes are the ending
   */
  HexDump(byte[] bytes, int endingBytes, boolean inColour) {
    this.bytes = bytes;
    this.kinds = inColour ? kinds(bytes, endingBytes) : null;
  }

  void appendTo(StringBuilder out) {
    for (int start = 0; start < bytes.length; start += BYTES_PER_LINE) {
      int end = Math.min(bytes.length, start + BYTES_PER_LINE);
      out.append(String.format("%08x", start)).append(' ');
      for (int at = start; at < start + BYTES_PER_LINE; at++) {
        out.append(at - start == BYTES_PER_LINE / 2 ? "  " : " ");
        if (at < end) {
          append(out, at, String.format("%02x", bytes[at] & 0xff));
        } else {
          out.append("  ");
        }
      }
      out.append("  |");
      for (int at = start; at < end; at++) {
        boolean printable = bytes[at] >= ' ' && bytes[at] <= '~';
        append(out, at, String.valueOf(printable ? (char) bytes[at] : '.'));
      }
      out.append("|\n");
    }
  }

  private void append(StringBuilder out, int at, String shown) {
    if (kinds == null || kinds[at] == Kind.PLAIN) {
      out.append(shown);
    } else {
      out.append(kinds[at].colour).append(shown).append(RESET);
    }
  }

  private static Kind[] kinds(byte[] bytes, int endingBytes) {
    Kind[] kinds = new Kind[bytes.length];
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer character = CharBuffer.allocate(2);
    while (in.hasRemaining()) {
      int start = in.position();
      character.clear();
      int length = 1;
      Kind kind = Kind.NOT_UTF8;
      // One byte more at a time, until they are a character or cannot become one.
      for (boolean open = true; open && start + length <= bytes.length; ) {
        ByteBuffer part = ByteBuffer.wrap(bytes, start, length);
        decoder.reset();
        CoderResult result = decoder.decode(part, character, false);
        if (result.isError()) {
          open = false;
          length = Math.max(1, result.length());
        } else if (character.position() > 0) {
          open = false;
          kind = Character.isISOControl(character.get(0)) ? Kind.CONTROL : Kind.PLAIN;
        } else {
          length++;
        }
      }
      int end = Math.min(bytes.length, start + length);
      for (int at = start; at < end; at++) {
        kinds[at] = kind;
      }
      in.position(end);
    }
    for (int at = bytes.length - endingBytes; at < bytes.length; at++) {
      kinds[at] = Kind.ENDING;
    }
    return kinds;
  }
}
