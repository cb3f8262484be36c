package acuse.common.command;

import acuse.common.text.Language;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

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
 * files, options from the environment, and every mistake.
 */
public final class PlainArguments {
  private final Map<String, String> options = new HashMap<>();
  private final List<String> words = new ArrayList<>();

  private PlainArguments() {}

  /**
   * Reads {@code arguments}.
   *
   * @param valueOptions the names of options that take a value
   * @param flags the names of options that take none
   * @param others the names of the options that picocli alone reads
   * @return null if they are not plain, or the environment has more options
   */
  public static PlainArguments read(
      String[] arguments,
      Map<String, String> environment,
      Set<String> valueOptions,
      Set<String> flags,
      Set<String> others) {
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      String option = option(variable.getKey(), variable.getValue());
      if (option != null
          && (valueOptions.contains(option) || flags.contains(option) || others.contains(option))) {
        return null;
      }
    }
    PlainArguments plain = new PlainArguments();
    return plain.take(arguments, valueOptions, flags) ? plain : null;
  }

  /** The values of the options that were given, by their names; of a flag, an empty one. */
  public Map<String, String> options() {
    return options;
  }

  /** The words that are not options. */
  public List<String> words() {
    return words;
  }

  private boolean take(String[] arguments, Set<String> valueOptions, Set<String> flags) {
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      int equals = argument.indexOf('=');
      boolean isNew;
      if (isPlain(argument)) {
        isNew = words.add(argument);
      } else if (flags.contains(argument)) {
        isNew = options.put(argument, "") == null;
      } else if (valueOptions.contains(argument) && i + 1 < arguments.length) {
        isNew = put(argument, arguments[++i]);
      } else if (equals > 0 && valueOptions.contains(argument.substring(0, equals))) {
        isNew = put(argument.substring(0, equals), argument.substring(equals + 1));
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
  private boolean put(String option, String value) {
    return isPlain(value) && options.put(option, value) == null;
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
