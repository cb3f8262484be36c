package acuse.client.input;

/**
 * What a line of hexadecimal means as a message.
 *
 * @param framedByLines whether a message cannot have a line break inside
 */
public record MessageForm(boolean framedByLines) {
  /** Why a line is no message. */
  public enum Problem {
    NOT_HEXADECIMAL,
    LINE_BREAK
  }

  /** Null if {@code line} is a message. */
  public Problem problemOf(byte[] line) {
    byte[] message = Hexadecimal.decode(line);
    if (message == null) {
      return Problem.NOT_HEXADECIMAL;
    }
    return framedByLines && hasLineBreak(message) ? Problem.LINE_BREAK : null;
  }

  private static boolean hasLineBreak(byte[] message) {
    for (byte each : message) {
      if (each == '\n') {
        return true;
      }
    }
    return false;
  }
}
