package acuse.common.command;

import acuse.common.text.SurrogateEscape;
import java.net.URI;
import java.nio.file.Path;

/**
 * Reads the name of a file: the bytes that were typed, whatever the locale is. {@link Path#of}
 * knows only names that the locale can spell; a URI can spell every byte.
 *
 * <pre>
 * clave-ñ.pem  ─→  file:///clave-%c3%b1.pem  ─→  clave-ñ.pem, even with LC_ALL=C
 * </pre>
 */
public final class FileConverter implements ValueConverter<Path> {
  @Override
  public Path convert(String value) {
    try {
      if (value.chars().allMatch(c -> c < 0x80)) {
        return Path.of(value);
      }
      Path absolute = Path.of(URI.create("file:///" + percentEncoded(value)));
      return value.startsWith("/") ? absolute : absolute.subpath(0, absolute.getNameCount());
    } catch (IllegalArgumentException e) { // a NUL
      throw new InvalidValueException("value.file");
    }
  }

  private static String percentEncoded(String name) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : SurrogateEscape.encode(name)) {
      if (b == '/' || (b > 0 && Character.isLetterOrDigit(b))) {
        encoded.append((char) b);
      } else {
        encoded.append(String.format("%%%02x", b));
      }
    }
    return encoded.toString();
  }
}
