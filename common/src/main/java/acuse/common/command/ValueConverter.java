package acuse.common.command;

import picocli.CommandLine.ITypeConverter;

/**
 * Reads the value of an option from its text, with picocli or without.
 *
 * @param <T> the type of the value
 */
public interface ValueConverter<T> extends ITypeConverter<T> {
  /**
   * @throws InvalidValueException if {@code text} is not a valid value
   */
  @Override
  T convert(String text);
}
