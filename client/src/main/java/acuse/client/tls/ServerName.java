package acuse.client.tls;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;

/**
 * A name or an address that a user gives for the server, apart from where it is connected to.
 *
 * @param ascii as certificates have it; international names in their form of RFC 3490
 */
public record ServerName(String ascii) {
  /** Whether {@code text} is a name that a host can have, or an address. */
  public static boolean isValid(String text) {
    try {
      return of(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Reads {@code text}.
   *
   * @throws IllegalArgumentException if it is neither a name nor an address
   */
  static ServerName of(String text) {
    if (isAddress(text)) {
      return new ServerName(text);
    }
    String ascii = IDN.toASCII(text);
    if (ascii.endsWith(".")) { // of the root, which stands in no certificate (RFC 6066, section 3)
      ascii = ascii.substring(0, ascii.length() - 1);
    }
    for (String label : ascii.split("\\.", -1)) {
      if (label.isEmpty() || !label.chars().allMatch(ServerName::isOfName)) {
        throw new IllegalArgumentException(text);
      }
    }
    return new ServerName(ascii);
  }

  /** The name that the server is asked for: none for an address (RFC 6066, section 3). */
  List<SNIServerName> asked() {
    return isAddress(ascii)
        ? List.of()
        : List.of(new SNIHostName(ascii.getBytes(StandardCharsets.US_ASCII)));
  }

  /** An underscore is in no host's name (RFC 1123), but in many of containers. */
  private static boolean isOfName(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  private static boolean isAddress(String text) {
    return (!text.endsWith(".") && text.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9')))
        || (text.indexOf(':') >= 0
            && text.chars().allMatch(c -> c == '.' || c == ':' || Character.digit(c, 16) >= 0));
  }
}
