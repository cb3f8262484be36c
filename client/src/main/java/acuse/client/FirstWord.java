package acuse.client;

import acuse.common.text.Language;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The first argument of the client. It may name a command, as in {@code client completion}; any
 * other argument, and the words of an {@code @file}, are messages.
 */
final class FirstWord {
  static final String COMPLETION = "completion";
  static final String BENCH = "bench";
  static final String PING = "ping";

  /** A command within {@link #BENCH}; it has to follow at once. */
  static final String COMPARE = "compare";

  private static final List<String> COMMANDS = List.of(COMPLETION, BENCH, PING);

  private FirstWord() {}

  /** Whether the first of {@code arguments}, as they were typed, is a command. */
  static boolean isCommand(String... arguments) {
    return arguments.length > 0 && COMMANDS.contains(arguments[0]);
  }

  /** Whether {@code arguments} compare results. */
  static boolean isComparison(String... arguments) {
    return arguments.length > 1 && arguments[0].equals(BENCH) && arguments[1].equals(COMPARE);
  }

  /** The environment, in which a command's own variable for the language is the program's. */
  static Map<String, String> environment(String[] arguments, Map<String, String> environment) {
    String prefix = "ACUSE_";
    String own =
        isCommand(arguments)
            ? environment.get(
                prefix
                    + arguments[0].toUpperCase(Locale.ROOT)
                    + "_"
                    + Language.VARIABLE.substring(prefix.length()))
            : null;
    if (own == null) {
      return environment;
    }
    Map<String, String> changed = new HashMap<>(environment);
    changed.put(Language.VARIABLE, own);
    return changed;
  }
}
