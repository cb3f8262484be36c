package acuse.server.admin;

import io.netty.util.NetUtil;
import java.util.regex.Pattern;

/**
 * Judges the host that a request names (RFC 9110, section 7.2). A page that somebody visits can
 * give its own name the address of this machine and then read what is here ("DNS rebinding"); its
 * requests carry that name. So names are refused, except the one that nobody can give away.
 */
final class HostCheck {
  /** How a host is judged. */
  enum Verdict {
    /** An address, localhost, or no host at all, as in many health checks. */
    FINE,
    /** A name. */
    NAME,
    /** Neither. */
    MALFORMED
  }

  private static final Pattern PORT = Pattern.compile("(:\\d{0,5})?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");

  private HostCheck() {}

  /**
   * Judges {@code host}.
   *
   * @param host {@code 127.0.0.1:9000}, {@code [::1]}; null for none
   */
  static Verdict judge(String host) {
    if (host == null || host.isEmpty()) {
      return Verdict.FINE;
    }
    int end = host.startsWith("[") ? host.indexOf(']') + 1 : endOfName(host);
    if (end <= 0 || !PORT.matcher(host.substring(end)).matches()) {
      return Verdict.MALFORMED;
    }
    String name = host.substring(0, end);
    if (name.startsWith("[")) {
      return NetUtil.isValidIpV6Address(name.substring(1, end - 1))
          ? Verdict.FINE
          : Verdict.MALFORMED;
    }
    if (NetUtil.isValidIpV4Address(name) || name.equalsIgnoreCase("localhost")) {
      return Verdict.FINE;
    }
    return NAME.matcher(name).matches() ? Verdict.NAME : Verdict.MALFORMED;
  }

  private static int endOfName(String host) {
    int colon = host.indexOf(':');
    return colon < 0 ? host.length() : colon;
  }
}
