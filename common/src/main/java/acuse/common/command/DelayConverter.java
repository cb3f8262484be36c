package acuse.common.command;

import java.time.Duration;

/** Reads a duration that may be zero: {@code 0s}, {@code 300ms}, {@code 1m}. */
public final class DelayConverter implements ValueConverter<Duration> {
  @Override
  public Duration convert(String value) {
    return DurationConverter.parse(value, "value.delay");
  }
}
