package acuse.server.impair;

import java.time.Duration;

/**
 * For how long nothing passes, once per session.
 *
 * @param time more than zero
 * @param fromMessage the number of the message with which it begins, from 1
 */
public record Stall(Duration time, long fromMessage) implements FaultValue {
  /**
   * Reads {@code 5s} or {@code 5s@10}.
   *
   * @throws InvalidFaultException if {@code text} is neither
   */
  static Stall parse(String text) {
    int at = text.indexOf('@');
    try {
      return at < 0
          ? new Stall(Gap.duration(text), 1)
          : new Stall(Gap.duration(text.substring(0, at)), WhichText.number(text, at + 1));
    } catch (InvalidFaultException e) {
      throw new InvalidFaultException("impair.stall", text);
    }
  }

  @Override
  public String text() {
    return Gap.text(time) + (fromMessage == 1 ? "" : "@" + fromMessage);
  }
}
