package acuse.common.command;

/**
 * Reads what a flag can be given in the environment: {@code true} or {@code false}, in any case.
 */
final class YesOrNoConverter implements ValueConverter<Boolean> {
  @Override
  public Boolean convert(String value) {
    if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) {
      return Boolean.valueOf(value);
    }
    throw new InvalidValueException("value.word", "true, false");
  }
}
