package acuse.common.command;

/**
 * An option of a program: its name, the form of its value, and its default. Both readers of a
 * command line take these from here: picocli, and {@link PlainArguments}. The sentence that
 * explains the option stands in the program's texts, under the option's name.
 *
 * @param name with its dashes: {@code --port}
 * @param label stands for the value in the help; null for a flag, which takes no value
 * @param type the type of the value
 * @param converter reads the value
 * @param defaultText the value if none is given, as users would type it; null for no value
 * @param <T> the type of the value
 */
public record ProgramOption<T>(
    String name, String label, Class<T> type, ValueConverter<T> converter, String defaultText) {
  /** An option with a value, and no default. */
  public static <T> ProgramOption<T> value(
      String name, String label, Class<T> type, ValueConverter<T> converter) {
    return new ProgramOption<>(name, label, type, converter, null);
  }

  /** An option without a value: false unless it is given. */
  public static ProgramOption<Boolean> flag(String name) {
    return new ProgramOption<>(name, null, Boolean.class, new YesOrNoConverter(), "false");
  }

  /** The same option, whose value is that of {@code text} if none is given. */
  public ProgramOption<T> withDefault(String text) {
    return new ProgramOption<>(name, label, type, converter, text);
  }

  /** Whether it takes no value. */
  public boolean isFlag() {
    return label == null;
  }

  /** The value if none is given; null for no value. */
  T defaultValue() {
    return defaultText == null ? null : converter.convert(defaultText);
  }
}
