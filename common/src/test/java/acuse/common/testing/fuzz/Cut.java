package acuse.common.testing.fuzz;

import acuse.common.protocol.LineEnding;
import java.nio.charset.StandardCharsets;

/**
 * A piece that is cut out of a stream: a message, or the word that one was too long.
 *
 * @param message one char per byte; null if it was too long
 * @param ending how it ended
 */
public record Cut(String message, LineEnding ending) {
  /**
   * Takes off the ending; what is left is a message if it is short enough.
   *
   * @param bytes one char per byte
   */
  static Cut of(String bytes, int maxMessageBytes) {
    if (bytes.endsWith("\r\n")) {
      return of(bytes, 2, LineEnding.CRLF, maxMessageBytes);
    }
    return bytes.endsWith("\n")
        ? of(bytes, 1, LineEnding.LF, maxMessageBytes)
        : of(bytes, 0, LineEnding.NONE, maxMessageBytes);
  }

  private static Cut of(String bytes, int endingBytes, LineEnding ending, int maxMessageBytes) {
    int length = bytes.length() - endingBytes;
    return new Cut(length > maxMessageBytes ? null : bytes.substring(0, length), ending);
  }

  boolean isTooLong() {
    return message == null;
  }

  /** Whether the message ends its session. */
  boolean isExit(String exitWord) {
    return !isTooLong()
        && !exitWord.isEmpty()
        && new String(message.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
            .trim()
            .equalsIgnoreCase(exitWord);
  }
}
