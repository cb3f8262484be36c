package acuse.common.command;

import java.util.HashMap;
import java.util.Map;

/** The values of a program's options, whoever has read them. */
public final class OptionValues {
  private final Map<String, Object> valuesByName = new HashMap<>();

  /** The value that was given, or else the default; null if there is neither. */
  public <T> T get(ProgramOption<T> option) {
    Object value = valuesByName.get(option.name());
    return value == null ? option.defaultValue() : option.type().cast(value);
  }

  /**
   * Sets a value, of the option's type.
   *
   * @return whether it is the option's first one
   */
  boolean put(ProgramOption<?> option, Object value) {
    return valuesByName.put(option.name(), value) == null;
  }
}
