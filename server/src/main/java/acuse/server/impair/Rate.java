package acuse.server.impair;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How fast payload passes.
 *
 * @param bitsPerSecond more than 0; a kbit is 1,000 bits
 */
public record Rate(long bitsPerSecond) implements FaultValue {
  private static final Pattern TEXT = Pattern.compile("0*([1-9]\\d{0,8})(k|m|g)?bit");
  private static final long MAX = 1_000_000_000_000L;

  /**
   * Reads {@code 64kbit}, {@code 1mbit}.
   *
   * @throws InvalidFaultException if {@code text} is none of these
   */
  static Rate parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (matcher.matches()) {
      long bits = Long.parseLong(matcher.group(1)) * unit(matcher.group(2));
      if (bits <= MAX) {
        return new Rate(bits);
      }
    }
    throw new InvalidFaultException("impair.rate", text);
  }

  private static long unit(String letter) {
    if (letter == null) {
      return 1;
    }
    return switch (letter) {
      case "k" -> 1_000;
      case "m" -> 1_000_000;
      default -> 1_000_000_000;
    };
  }

  @Override
  public String text() {
    for (String letter : new String[] {"g", "m", "k"}) {
      if (bitsPerSecond % unit(letter) == 0) {
        return bitsPerSecond / unit(letter) + letter + "bit";
      }
    }
    return bitsPerSecond + "bit";
  }
}
