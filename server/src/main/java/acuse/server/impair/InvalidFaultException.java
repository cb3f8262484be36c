package acuse.server.impair;

import acuse.common.text.TerminalText;
import java.util.List;
import java.util.stream.Stream;

/** The faults cannot be as they are written; a sentence, named by its key, says why. */
public final class InvalidFaultException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private static final int MAX_SHOWN_CHARS = 200;

  @SuppressWarnings("serial") // never serialized
  private final List<Object> textValues;

  /**
   * @param textKey in the server's own sentences
   */
  InvalidFaultException(String textKey, Object... textValues) {
    super(textKey, null);
    this.textValues = Stream.of(textValues).map(InvalidFaultException::shown).toList();
  }

  private static Object shown(Object value) {
    String text = TerminalText.escape(value.toString());
    return text.length() > MAX_SHOWN_CHARS ? text.substring(0, MAX_SHOWN_CHARS) + "…" : text;
  }

  /** The key of the sentence. */
  public String textKey() {
    return getMessage();
  }

  /** What the sentence names. */
  public Object[] textValues() {
    return textValues.toArray();
  }
}
