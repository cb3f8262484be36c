package acuse.common.text;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;

/**
 * The name of a file, to be shown. {@link Path#toString} decodes it by the locale, and puts U+FFFD
 * where that cannot spell it; a URI tells each byte.
 *
 * <pre>
 * clave-\ufffd\ufffd.pem   ─→   file:///home/ana/clave-%C3%B1.pem   ─→   clave-ñ.pem
 * </pre>
 */
public final class FileName {
  private FileName() {}

  /** As one line of harmless text. */
  public static String shown(Path file) {
    String decoded = file.toString();
    if (decoded.chars().allMatch(c -> c < 0x80)) {
      return TerminalText.escape(decoded);
    }
    String encoded = file.toUri().getRawPath(); // of the whole path
    int start = encoded.endsWith("/") ? encoded.length() - 1 : encoded.length(); // of a folder
    String whole = encoded.substring(0, start);
    for (int i = 0; i < file.getNameCount(); i++) {
      start = whole.lastIndexOf('/', start - 1);
    }
    byte[] bytes = percentDecoded(file.isAbsolute() ? whole : whole.substring(start + 1));
    return TerminalText.escape(bytes, 0, bytes.length);
  }

  private static byte[] percentDecoded(String encoded) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < encoded.length(); i++) {
      if (encoded.charAt(i) == '%') {
        bytes.write(Integer.parseInt(encoded.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.write(encoded.charAt(i));
      }
    }
    return bytes.toByteArray();
  }
}
