package acuse.common.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads a constant of an enum by its name, in any case.
 *
 * @param <E> the enum
 */
public final class WordConverter<E extends Enum<E>> implements ValueConverter<E> {
  private final List<E> constants;

  /** Every constant of {@code type} is a valid word. */
  public WordConverter(Class<E> type) {
    this(List.of(type.getEnumConstants()));
  }

  /** These are the valid words. */
  public WordConverter(List<E> constants) {
    this.constants = List.copyOf(constants);
  }

  /** The valid words, in lower case, as everyone types them. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    for (E constant : constants) {
      words.add(constant.name().toLowerCase(Locale.ROOT));
    }
    return words;
  }

  @Override
  public E convert(String value) {
    for (E constant : constants) {
      if (constant.name().equalsIgnoreCase(value)) {
        return constant;
      }
    }
    throw new InvalidValueException("value.word", String.join(", ", words()));
  }
}
