package acuse.common.command;

import picocli.CommandLine.ITypeConverter;

/**
 * Reads what a flag can be given in the environment: {@code true} or {@code false}, in any case.
 */
final class YesOrNoConverter implements ITypeConverter<Boolean> {
  @Override
  public Boolean convert(String value) {
    if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) {
      return Boolean.valueOf(value);
    }
    throw new InvalidValueException("value.word", "true, false");
  }
}
