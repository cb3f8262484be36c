package acuse.server.impair;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * How likely something is, from 0 to 1.
 *
 * @param value 0 is never, 1 is always
 */
public record Probability(double value) {
  static final Probability NEVER = new Probability(0);
  static final Probability ALWAYS = new Probability(1);

  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,9})?)%");

  public Probability {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("invalid value=" + value);
    }
  }

  /** Reads {@code 12.5%}. */
  static Probability parse(String text) {
    var percent = PERCENT.matcher(text);
    if (percent.matches()) {
      double value = new BigDecimal(percent.group(1)).movePointLeft(2).doubleValue();
      if (value <= 1) {
        return new Probability(value);
      }
    }
    throw new InvalidFaultException("impair.percent", text);
  }

  /**
   * Whether it happens.
   *
   * @param drawn evenly from [0, 1)
   */
  boolean happens(double drawn) {
    return drawn < value;
  }

  /** In the form that is read. */
  String text() {
    BigDecimal percent = new BigDecimal(Double.toString(value)).movePointRight(2);
    return percent.stripTrailingZeros().toPlainString() + "%";
  }
}
