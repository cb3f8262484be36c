package acuse.common.command;

import java.util.List;
import picocli.CommandLine.TypeConversionException;

/** The value of an option is invalid; a sentence, named by its key, says which values are valid. */
public final class InvalidValueException extends TypeConversionException {
  private static final long serialVersionUID = 1L;

  private final String textKey;

  @SuppressWarnings("serial") // never serialized
  private final List<Object> textValues;

  /**
   * @param textKey in the command line's own sentences, or in the program's
   */
  public InvalidValueException(String textKey, Object... textValues) {
    super(textKey);
    this.textKey = textKey;
    this.textValues = List.of(textValues);
  }

  String textKey() {
    return textKey;
  }

  Object[] textValues() {
    return textValues.toArray();
  }
}
