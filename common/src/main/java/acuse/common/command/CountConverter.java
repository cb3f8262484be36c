package acuse.common.command;

/** Reads how often something is to happen: 0 to a million. */
public final class CountConverter implements ValueConverter<Integer> {
  private static final int MAX = 1_000_000;

  @Override
  public Integer convert(String value) {
    return WholeNumber.parse(value, 0, MAX);
  }
}
