package acuse.common.command;

import picocli.CommandLine.ITypeConverter;

/** Reads a port: 0 to 65535. */
public final class PortConverter implements ITypeConverter<Integer> {
  /** The highest port there is. */
  public static final int MAX_PORT = 65_535;

  @Override
  public Integer convert(String value) {
    return WholeNumber.parse(value, 0, MAX_PORT);
  }
}
