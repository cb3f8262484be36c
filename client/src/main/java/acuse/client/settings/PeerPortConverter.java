package acuse.client.settings;

import acuse.common.command.PortConverter;
import acuse.common.command.ValueConverter;
import acuse.common.command.WholeNumber;

/** Reads the port of a peer: 1 to 65535, for nobody listens on port 0. */
final class PeerPortConverter implements ValueConverter<Integer> {
  @Override
  public Integer convert(String value) {
    return WholeNumber.parse(value, 1, PortConverter.MAX_PORT);
  }
}
