package acuse.server.tls;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Writes values in ASN.1's distinguished encoding (X.690): a tag, the length, the content.
 *
 * <pre>
 * 30 06        a sequence of 6 bytes
 *    06 01 2A  an object identifier
 *    04 01 FF  an octet string
 * </pre>
 */
final class Der {
  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int OCTET_STRING = 0x04;
  static final int OBJECT_IDENTIFIER = 0x06;
  static final int UTC_TIME = 0x17;
  static final int SEQUENCE = 0x30;

  private static final int LONG_FORM = 0x80;

  private Der() {}

  /** A value whose content is {@code parts}, one after the other. */
  static byte[] value(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    writeLength(content.size(), out);
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  static byte[] sequence(byte[]... parts) {
    return value(SEQUENCE, parts);
  }

  /** An identifier, given as its encoded bytes in hexadecimal. */
  static byte[] identifier(String hex) {
    return value(OBJECT_IDENTIFIER, HexFormat.of().parseHex(hex));
  }

  /** A string of whole bytes. */
  static byte[] bits(byte[] bytes) {
    return value(BIT_STRING, new byte[] {0}, bytes);
  }

  static byte[] ascii(int tag, String text) {
    return value(tag, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void writeLength(int length, ByteArrayOutputStream out) {
    if (length < LONG_FORM) {
      out.write(length);
    } else if (length <= 0xFF) {
      out.write(LONG_FORM | 1);
      out.write(length);
    } else if (length <= 0xFFFF) {
      out.write(LONG_FORM | 2);
      out.write(length >> 8);
      out.write(length);
    } else {
      throw new IllegalArgumentException("too long length=" + length);
    }
  }
}
