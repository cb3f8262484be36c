package acuse.common.command;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/** Reads a duration of more than zero: {@code 300ms}, {@code 2s}, {@code 1m}. */
public final class DurationConverter implements ITypeConverter<Duration> {
  /** Nine digits of minutes still fit a count of nanoseconds only by far; a day is plenty. */
  private static final Duration MAX = Duration.ofDays(1);

  private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m)");

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
    Matcher form = FORM.matcher(value);
    if (form.matches()) {
      long amount = Long.parseLong(form.group(1));
      Duration duration =
          switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
          };
      if (duration.compareTo(MAX) <= 0) {
        return duration;
      }
    }
    throw new InvalidValueException(textKey);
  }

  /** The duration in the form that is read, in its largest whole unit. */
  static String written(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    return seconds % 60 != 0 || seconds == 0 ? seconds + "s" : seconds / 60 + "m";
  }
}
