package acuse.common.command;

/** Reads a limit or a count: a whole number from 1 to {@value #MAX}. */
public final class PositiveNumberConverter implements ValueConverter<Integer> {
  /** 2^30: leaves room to add to it without overflow. */
  private static final int MAX = 1 << 30;

  @Override
  public Integer convert(String value) {
    return WholeNumber.parse(value, 1, MAX);
  }
}
