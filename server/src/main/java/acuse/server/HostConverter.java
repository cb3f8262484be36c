package acuse.server;

import acuse.common.command.InvalidValueException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.ITypeConverter;

/** Reads an address to listen on, or a name that has one. */
final class HostConverter implements ITypeConverter<InetAddress> {
  @Override
  public InetAddress convert(String value) {
    try {
      if (!value.isBlank()) {
        return InetAddress.getByName(value);
      }
    } catch (UnknownHostException e) {
      // said below
    }
    throw new InvalidValueException("value.host");
  }
}
