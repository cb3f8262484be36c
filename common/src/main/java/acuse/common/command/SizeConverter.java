package acuse.common.command;

/**
 * Reads a number of bytes of more than zero, in decimal units: {@code 500}, {@code 64KB}, {@code
 * 100MB}, {@code 2GB}.
 */
public final class SizeConverter implements ValueConverter<Long> {
  private static final String TEXT_KEY = "value.size";
  private static final int MAX_DIGITS = 9;

  @Override
  public Long convert(String value) {
    int digits = 0;
    while (digits < value.length() && value.charAt(digits) >= '0' && value.charAt(digits) <= '9') {
      digits++;
    }
    if (digits == 0 || digits > MAX_DIGITS) {
      throw new InvalidValueException(TEXT_KEY);
    }
    long bytes =
        Long.parseLong(value.substring(0, digits))
            * switch (value.substring(digits)) {
              case "", "B" -> 1L;
              case "KB" -> 1_000L;
              case "MB" -> 1_000_000L;
              case "GB" -> 1_000_000_000L;
              default -> throw new InvalidValueException(TEXT_KEY);
            };
    if (bytes == 0) {
      throw new InvalidValueException(TEXT_KEY);
    }
    return bytes;
  }
}
