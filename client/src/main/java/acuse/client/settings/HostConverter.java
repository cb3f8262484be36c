package acuse.client.settings;

import acuse.common.command.InvalidValueException;
import acuse.common.command.ValueConverter;

/** A name is looked up when the client connects: an unknown name is status 3, not wrong usage. */
final class HostConverter implements ValueConverter<String> {
  @Override
  public String convert(String value) {
    if (value.isBlank()) {
      throw new InvalidValueException("value.host");
    }
    return value;
  }
}
