package acuse.common.command;

import acuse.common.text.Language;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The arguments of a command line that has nothing special to it.
 *
 * <pre>
 * --protocol tcp --port=7000 hola   ─→  {--protocol: tcp, --port: 7000}, [hola]
 * --help, @file, -x, --port=        ─→  not plain
 * </pre>
 *
 * Picocli's start takes longer than all else that a program does for one message. So command lines
 * with only one meaning are read here. All others are left to picocli from their beginning: help,
 * files, options from the environment, and every mistake. Both readers know the same {@link
 * ProgramOption}s.
 */
public final class PlainArguments {
  private final Map<String, ProgramOption<?>> optionsByName = new HashMap<>();
  private final OptionValues values = new OptionValues();
  private final List<String> words = new ArrayList<>();

  private PlainArguments(List<ProgramOption<?>> options) {
    for (ProgramOption<?> option : options) {
      optionsByName.put(option.name(), option);
    }
  }

  /**
   * Reads {@code arguments}.
   *
   * @param options all that the program has, except {@code --help} and {@code --version}
   * @return null if they are not plain, or the environment has more options
   */
  public static PlainArguments read(
      String[] arguments, Map<String, String> environment, List<ProgramOption<?>> options) {
    PlainArguments plain = new PlainArguments(options);
    try {
      return !plain.isAnyIn(environment) && plain.take(arguments) ? plain : null;
    } catch (InvalidValueException e) {
      return null; // picocli says which one
    }
  }

  /** The values of the options. */
  public OptionValues values() {
    return values;
  }

  /** The words that are not options. */
  public List<String> words() {
    return words;
  }

  private boolean isAnyIn(Map<String, String> environment) {
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      String option = option(variable.getKey(), variable.getValue());
      if (option != null && optionsByName.containsKey(option)) {
        return true;
      }
    }
    return false;
  }

  private boolean take(String[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      int equals = argument.indexOf('=');
      ProgramOption<?> option = optionsByName.get(argument);
      boolean isNew;
      if (isPlain(argument)) {
        isNew = words.add(argument);
      } else if (option != null && option.isFlag()) {
        isNew = values.put(option, true);
      } else if (option != null && i + 1 < arguments.length) {
        isNew = put(option, arguments[++i]);
      } else if (equals > 0) {
        isNew =
            put(optionsByName.get(argument.substring(0, equals)), argument.substring(equals + 1));
      } else {
        return false;
      }
      if (!isNew) {
        return false;
      }
    }
    return true;
  }

  /** One that is given twice is not plain: both its values have to be good. */
  private boolean put(ProgramOption<?> option, String value) {
    return option != null
        && !option.isFlag()
        && isPlain(value)
        && values.put(option, option.converter().convert(value));
  }

  /** Cannot be taken for an option or a file, nor for something that was left out. */
  private static boolean isPlain(String word) {
    return !word.isBlank() && word.charAt(0) != '-' && word.charAt(0) != '@';
  }

  /**
   * The name of the option that a variable would set; null if it is none of ours, or the language,
   * which is {@link Language}'s.
   */
  private static String option(String variable, String value) {
    if (!variable.startsWith(EnvironmentDefaults.PREFIX)
        || EnvironmentDefaults.isOfService(variable, value)
        || (variable.equals(Language.VARIABLE) && isLanguage(value))) {
      return null;
    }
    String name = variable.substring(EnvironmentDefaults.PREFIX.length());
    return "--" + name.replace('_', '-').toLowerCase(Locale.ROOT);
  }

  private static boolean isLanguage(String code) {
    for (Language language : Language.values()) {
      if (language.code().equals(code)) {
        return true;
      }
    }
    return false;
  }
}
