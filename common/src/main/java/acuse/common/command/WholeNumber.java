package acuse.common.command;

/** Whole numbers as options give them. */
public final class WholeNumber {
  private WholeNumber() {}

  /**
   * @throws InvalidValueException unless {@code value} is a number from {@code min} to {@code max}
   */
  public static int parse(String value, int min, int max) {
    return (int) parse(value, (long) min, (long) max);
  }

  /**
   * @throws InvalidValueException unless {@code value} is a number from {@code min} to {@code max}
   */
  public static long parse(String value, long min, long max) {
    try {
      long number = Long.parseLong(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The same mistake for the user.
    }
    throw new InvalidValueException("value.number", min, max);
  }
}
