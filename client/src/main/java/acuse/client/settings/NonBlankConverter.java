package acuse.client.settings;

import acuse.common.command.InvalidValueException;
import acuse.common.command.ValueConverter;

/**
 * Takes any text that is not blank. One class for several options, because each class more makes
 * every start slower. A name of a host is looked up when the client connects: an unknown name is
 * status 3, not wrong usage.
 */
final class NonBlankConverter implements ValueConverter<String> {
  private final String textKey;

  /**
   * Complains of a blank text.
   *
   * @param textKey names the sentence that says what is expected
   */
  NonBlankConverter(String textKey) {
    this.textKey = textKey;
  }

  @Override
  public String convert(String value) {
    if (value.isBlank()) {
      throw new InvalidValueException(textKey);
    }
    return value;
  }
}
