package acuse.common.command;

import picocli.CommandLine.ITypeConverter;

/** Reads an amount of memory, in bytes: a whole number from 1 to {@value #MAX}. */
public final class BytesConverter implements ITypeConverter<Long> {
  /** 2^50, a million gigabytes: more than any machine has. */
  private static final long MAX = 1L << 50;

  @Override
  public Long convert(String value) {
    return WholeNumber.parse(value, 1, MAX);
  }
}
