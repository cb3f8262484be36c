package acuse.common.command;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;

/**
 * Reads a constant of an enum by its name, in any case.
 *
 * @param <E> the enum
 */
public final class WordConverter<E extends Enum<E>> implements ITypeConverter<E> {
  private final List<E> constants;

  /** Every constant of {@code type} is a valid word. */
  public WordConverter(Class<E> type) {
    this(List.of(type.getEnumConstants()));
  }

  /** These are the valid words. */
  public WordConverter(List<E> constants) {
    this.constants = List.copyOf(constants);
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
        constants.stream()
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", ")));
  }
}
