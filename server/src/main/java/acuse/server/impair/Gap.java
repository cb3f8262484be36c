package acuse.server.impair;

import acuse.common.command.DurationConverter;
import acuse.common.command.InvalidValueException;
import java.time.Duration;

/**
 * A time between two events.
 *
 * @param time more than zero
 */
public record Gap(Duration time) implements FaultValue {
  static Gap parse(String text) {
    return new Gap(duration(text));
  }

  /**
   * Reads {@code 300ms}, {@code 2s}, {@code 1m}.
   *
   * @throws InvalidFaultException if {@code text} is none of these
   */
  static Duration duration(String text) {
    try {
      return new DurationConverter().convert(text);
    } catch (InvalidValueException e) {
      throw new InvalidFaultException("impair.time", text);
    }
  }

  static String text(Duration duration) {
    return DurationConverter.written(duration);
  }

  @Override
  public String text() {
    return text(time);
  }
}
