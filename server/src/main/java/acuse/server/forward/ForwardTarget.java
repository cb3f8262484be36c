package acuse.server.forward;

import io.netty.util.NetUtil;

/**
 * The program that a protocol is forwarded to.
 *
 * @param host a name, or an address without brackets
 * @param port 1 to {@value #MAX_PORT}
 */
public record ForwardTarget(String host, int port) {
  private static final int MAX_PORT = 65_535;

  public ForwardTarget {
    if (host.isBlank()) {
      throw new IllegalArgumentException("invalid host=" + host);
    }
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("invalid port=" + port);
    }
  }

  /**
   * Reads {@code HOST:PORT}; an IPv6 address is in brackets: {@code [::1]:8080}.
   *
   * @throws InvalidTargetException if it is none, and why
   */
  public static ForwardTarget parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0 || text.endsWith("]")) {
      throw new InvalidTargetException(InvalidTargetException.Part.PORT);
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
      if (!NetUtil.isValidIpV6Address(host)) {
        throw new InvalidTargetException(InvalidTargetException.Part.HOST);
      }
    } else if (host.isEmpty() || !host.chars().allMatch(ForwardTarget::isOfName)) {
      throw new InvalidTargetException(InvalidTargetException.Part.HOST);
    }
    return new ForwardTarget(host, parsePort(text.substring(colon + 1)));
  }

  /** Names in other scripts than Latin are the resolver's business. */
  private static boolean isOfName(int character) {
    return Character.isLetterOrDigit(character)
        || character == '.'
        || character == '-'
        || character == '_';
  }

  private static int parsePort(String digits) {
    try {
      int port = digits.startsWith("+") ? 0 : Integer.parseInt(digits);
      if (port >= 1 && port <= MAX_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new InvalidTargetException(InvalidTargetException.Part.PORT);
  }

  /** As {@link #parse} takes it. */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
