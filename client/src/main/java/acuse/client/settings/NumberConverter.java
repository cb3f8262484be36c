package acuse.client.settings;

import acuse.common.command.ValueConverter;
import acuse.common.command.WholeNumber;

/**
 * Reads a whole number.
 *
 * @param min the least that is valid
 * @param max the greatest that is valid
 */
record NumberConverter(int min, int max) implements ValueConverter<Integer> {
  @Override
  public Integer convert(String value) {
    return WholeNumber.parse(value, min, max);
  }
}
