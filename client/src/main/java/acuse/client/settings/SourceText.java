package acuse.client.settings;

import acuse.client.conversation.SourceAddress;
import acuse.common.command.InvalidValueException;
import acuse.common.command.PortConverter;
import acuse.common.command.UsageException;
import acuse.common.command.WholeNumber;
import acuse.common.text.TerminalText;

/**
 * Reads the value of {@code --source}. An IPv6 address with a port stands in brackets (RFC 3986,
 * section 3.2.2).
 *
 * <pre>
 * 127.0.0.2        an address, any port
 * :5000            any address, a port
 * 127.0.0.2:5000   both
 * ::1              an address, any port
 * [::1]:5000       both
 * </pre>
 */
final class SourceText {
  private SourceText() {}

  /**
   * Reads {@code text}.
   *
   * @throws UsageException if it has another form
   */
  static SourceAddress parse(String text) {
    try {
      int colon = text.lastIndexOf(':');
      boolean hasPort = colon >= 0 && (text.indexOf(':') == colon || text.startsWith("["));
      if (text.startsWith("[")) {
        int end = text.indexOf(']');
        hasPort = end == colon - 1;
        require(end > 1 && (hasPort || end == text.length() - 1) && text.indexOf(':') < end);
      }
      String host = unbracketed(hasPort ? text.substring(0, colon) : text);
      require(host.isBlank() == host.isEmpty());
      require(hasPort || !isNumber(host)); // an address of one number is more likely a port
      int port =
          hasPort ? WholeNumber.parse(text.substring(colon + 1), 0, PortConverter.MAX_PORT) : 0;
      require(!host.isEmpty() || port > 0); // neither would mean nothing
      return new SourceAddress(host, port);
    } catch (InvalidValueException e) {
      throw new UsageException(
          "source.form", ClientOptions.SOURCE.name(), TerminalText.escape(text));
    }
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new InvalidValueException("source.form");
    }
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static boolean isNumber(String host) {
    for (int i = 0; i < host.length(); i++) {
      if (host.charAt(i) < '0' || host.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
