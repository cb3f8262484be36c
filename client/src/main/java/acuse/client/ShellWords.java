package acuse.client;

import java.util.ArrayList;
import java.util.List;

/** Words as they are typed at a shell. */
final class ShellWords {
  private static final String PLAIN = "-_./:=,@%+";

  private ShellWords() {}

  /** {@code client bench --fail-if 'p99>5ms'}. */
  static String joined(String program, String... arguments) {
    List<String> words = new ArrayList<>(List.of(program));
    for (String argument : arguments) {
      words.add(isPlain(argument) ? argument : "'" + argument.replace("'", "'\\''") + "'");
    }
    return String.join(" ", words);
  }

  private static boolean isPlain(String word) {
    return !word.isEmpty()
        && word.chars().allMatch(c -> Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
  }
}
