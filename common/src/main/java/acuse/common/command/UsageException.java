package acuse.common.command;

import java.util.List;

/**
 * The options of a command line are valid one by one, but not together or not here; a sentence,
 * named by its key, says why. A mistake of the user, so nobody needs its stack.
 */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String textKey;

  @SuppressWarnings("serial") // never serialized
  private final List<Object> textValues;

  /**
   * @param textKey in the program's own sentences
   */
  public UsageException(String textKey, Object... textValues) {
    super(textKey, null, false, false);
    this.textKey = textKey;
    this.textValues = List.of(textValues);
  }

  /** The key of the sentence. */
  public String textKey() {
    return textKey;
  }

  Object[] textValues() {
    return textValues.toArray();
  }
}
