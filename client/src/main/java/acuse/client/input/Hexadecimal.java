package acuse.client.input;

import java.io.ByteArrayOutputStream;

/**
 * Bytes as a person writes them: two digits per byte, with spaces and tabs between bytes or
 * without.
 *
 * <pre>
 * 68 6f 6C61   ─→   "hola"
 * </pre>
 */
public final class Hexadecimal {
  private static final int RADIX = 16;

  private Hexadecimal() {}

  /** The bytes that {@code text} means; null if it is no hexadecimal. Nothing means no bytes. */
  public static byte[] decode(byte[] text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length / 2);
    int at = 0;
    while (at < text.length) {
      if (text[at] == ' ' || text[at] == '\t') {
        at++;
        continue;
      }
      int high = Character.digit((char) (text[at] & 0xff), RADIX);
      int low = at + 1 < text.length ? Character.digit((char) (text[at + 1] & 0xff), RADIX) : -1;
      if (high < 0 || low < 0) {
        return null;
      }
      bytes.write(RADIX * high + low);
      at += 2;
    }
    return bytes.toByteArray();
  }
}
