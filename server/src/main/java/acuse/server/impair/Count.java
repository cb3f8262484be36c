package acuse.server.impair;

import acuse.common.command.InvalidValueException;
import acuse.common.command.WholeNumber;

/**
 * How many: bytes, replies or datagrams.
 *
 * @param count from 1
 */
public record Count(int count) implements FaultValue {
  private static final int MAX = 1_000_000;

  static Count parse(String text) {
    try {
      return new Count(WholeNumber.parse(text, 1, MAX));
    } catch (InvalidValueException e) {
      throw new InvalidFaultException("impair.count", text, MAX);
    }
  }

  @Override
  public String text() {
    return Integer.toString(count);
  }
}
