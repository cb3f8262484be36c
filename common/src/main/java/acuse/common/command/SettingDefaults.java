package acuse.common.command;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;

/**
 * Shows in help and man pages what an option's field is set to at first, written as on a command
 * line. A field takes that from the settings record, so that a default stands in one place. For
 * commands whose fields are all set in this way, for a field of a primitive type always has a
 * value.
 */
public final class SettingDefaults implements IDefaultValueProvider {
  /** Null for an option without a default, for a flag and for a list, which have none to show. */
  @Override
  public String defaultValue(ArgSpec argument) {
    Object initial = argument.initialValue();
    return initial == null
            || initial instanceof Boolean
            || argument.defaultValue() != null
            || argument.typeInfo().isMultiValue()
        ? null
        : written(initial);
  }

  private static String written(Object value) {
    if (value instanceof Enum<?> word) {
      return word.name().toLowerCase(Locale.ROOT);
    }
    if (value instanceof InetAddress address) {
      return address.getHostAddress();
    }
    return value instanceof Duration duration
        ? DurationConverter.written(duration)
        : value.toString();
  }
}
