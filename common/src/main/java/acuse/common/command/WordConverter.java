package acuse.common.command;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;

/**
 * Reads a constant of an enum by its name, in any case.
 *
 * @param <E> the enum
 */
public final class WordConverter<E extends Enum<E>> implements ITypeConverter<E> {
  private final E[] constants;

  /**
   * @param type the enum whose every constant is a valid word
   */
  public WordConverter(Class<E> type) {
    this.constants = type.getEnumConstants();
  }

  @Override
  public E convert(String value) {
    for (E constant : constants) {
      if (constant.name().equalsIgnoreCase(value)) {
        return constant;
      }
    }
    throw new InvalidValueException(
        "value.word",
        Arrays.stream(constants)
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", ")));
  }
}
