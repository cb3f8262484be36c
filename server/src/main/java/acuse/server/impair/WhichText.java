package acuse.server.impair;

import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads the parts of a {@link Which}. */
final class WhichText {
  private static final int MAX_NUMBERS = 1000;
  private static final Pattern NUMBER = Pattern.compile("0*[1-9]\\d{0,14}");

  private WhichText() {}

  static long number(String text, int start) {
    String number = text.substring(start);
    if (!NUMBER.matcher(number).matches()) {
      throw new InvalidFaultException("impair.which", text);
    }
    return Long.parseLong(number);
  }

  static Which.Numbers numbers(String text) {
    String[] parts = text.split("\\+", -1);
    if (parts.length > MAX_NUMBERS) {
      throw new InvalidFaultException("impair.tooManyNumbers", MAX_NUMBERS);
    }
    TreeSet<Long> numbers = new TreeSet<>();
    for (String part : parts) {
      if (!NUMBER.matcher(part).matches()) {
        throw new InvalidFaultException("impair.which", text);
      }
      numbers.add(Long.parseLong(part));
    }
    return new Which.Numbers(numbers);
  }

  static Which.GilbertElliott gilbertElliott(String text) {
    String[] parts = text.substring("ge:".length()).split("/", -1);
    if (parts.length < 2 || parts.length > 4) {
      throw new InvalidFaultException("impair.which", text);
    }
    return new Which.GilbertElliott(
        Probability.parse(parts[0]),
        Probability.parse(parts[1]),
        parts.length > 2 ? Probability.parse(parts[2]) : Probability.ALWAYS,
        parts.length > 3 ? Probability.parse(parts[3]) : Probability.NEVER);
  }
}
