package acuse.client;

import java.util.List;

/**
 * The first argument of the client. It may name a command, as in {@code client completion}; any
 * other argument, and the words of an {@code @file}, are messages.
 */
final class FirstWord {
  static final String COMPLETION = "completion";

  private static final List<String> COMMANDS = List.of(COMPLETION);

  private FirstWord() {}

  /** Whether the first of {@code arguments}, as they were typed, is a command. */
  static boolean isCommand(String... arguments) {
    return arguments.length > 0 && COMMANDS.contains(arguments[0]);
  }
}
