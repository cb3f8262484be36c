package acuse.server;

import acuse.common.command.InvalidValueException;
import acuse.server.guard.AddressBlock;
import picocli.CommandLine.ITypeConverter;

/** Reads a block of addresses. */
final class AddressBlockConverter implements ITypeConverter<AddressBlock> {
  @Override
  public AddressBlock convert(String value) {
    try {
      return AddressBlock.parse(value);
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException("value.addressBlock");
    }
  }
}
