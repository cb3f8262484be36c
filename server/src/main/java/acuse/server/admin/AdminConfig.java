package acuse.server.admin;

import acuse.common.text.Language;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * The settings of the admin port.
 *
 * @param address where it listens; port 0 for any free one
 * @param token what its users show, visible ASCII; may be empty on loopback alone
 * @param language of its sentences
 * @param hidesMessages whether the contents of messages are left out of its events
 */
public record AdminConfig(
    InetSocketAddress address, Optional<String> token, Language language, boolean hidesMessages) {

  public AdminConfig {
    if (token.isEmpty() && needsToken(address)) {
      throw new IllegalArgumentException("invalid token=none address=" + address);
    }
    if (token.isPresent() && !isToken(token.get())) {
      throw new IllegalArgumentException("invalid token: not visible ASCII");
    }
  }

  /** One that shows messages. */
  public AdminConfig(InetSocketAddress address, Optional<String> token, Language language) {
    this(address, token, language, false);
  }

  /** Whether other machines can reach {@code address}, so that a token is needed. */
  public static boolean needsToken(InetSocketAddress address) {
    return !address.getAddress().isLoopbackAddress();
  }

  /** Whether {@code text} fits into an HTTP header and cannot be empty by mistake. */
  public static boolean isToken(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  /** Without the token, which is a secret. */
  @Override
  public String toString() {
    return "AdminConfig[address=%s, token=%s, language=%s, hidesMessages=%s]"
        .formatted(address, token.isPresent() ? "…" : "none", language, hidesMessages);
  }
}
