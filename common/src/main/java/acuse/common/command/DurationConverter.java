package acuse.common.command;

import java.time.Duration;

/**
 * Reads a duration of more than zero: {@code 300ms}, {@code 2s}, {@code 1m}. Uses no regular
 * expression, for the JDK's classes for these would cost every start of a client some time.
 */
public final class DurationConverter implements ValueConverter<Duration> {
  /** Nine digits of minutes still fit a count of nanoseconds only by far; a day is plenty. */
  private static final Duration MAX = Duration.ofDays(1);

  private static final int MAX_DIGITS = 9;

  @Override
  public Duration convert(String value) {
    Duration duration = parse(value, "value.duration");
    if (duration.isZero()) {
      throw new InvalidValueException("value.duration");
    }
    return duration;
  }

  /**
   * Reads one that may be zero.
   *
   * @param textKey of the complaint about a value that is none
   */
  static Duration parse(String value, String textKey) {
    int digits = 0;
    while (digits < value.length() && isDigit(value.charAt(digits))) {
      digits++;
    }
    if (digits > 0 && digits <= MAX_DIGITS) {
      long amount = Long.parseLong(value.substring(0, digits));
      Duration duration =
          switch (value.substring(digits)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> throw new InvalidValueException(textKey);
          };
      if (duration.compareTo(MAX) <= 0) {
        return duration;
      }
    }
    throw new InvalidValueException(textKey);
  }

  /** The duration in the form that is read, in its largest whole unit. */
  public static String written(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    return seconds % 60 != 0 || seconds == 0 ? seconds + "s" : seconds / 60 + "m";
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
