package acuse.client.settings;

import acuse.common.command.ValueConverter;
import acuse.common.command.WholeNumber;

/** Reads a seed: any whole number of 64 bits. */
final class SeedConverter implements ValueConverter<Long> {
  @Override
  public Long convert(String value) {
    return WholeNumber.parse(value, Long.MIN_VALUE, Long.MAX_VALUE);
  }
}
