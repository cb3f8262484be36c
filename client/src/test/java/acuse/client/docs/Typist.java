package acuse.client.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Types into another people's program what a page shows, each line after what comes before it. */
final class Typist {
  private static final Pattern PYTHON = Pattern.compile("(>>>|\\.\\.\\.) (.*)");

  /** Lines of telnet and of the server; all else in such a conversation is typed. */
  private static final Pattern NOT_TYPED =
      Pattern.compile("(Servidor|Trying|Connected|Escape|Connection closed) ?.*|\\^C");

  private Typist() {}

  /** The lines of a conversation that are printed by the program. */
  static List<String> printed(String command, List<String> screen) {
    return screen.stream().filter(line -> !isTyped(command, line) && !line.equals("^C")).toList();
  }

  /** Types, and returns what the program has printed. */
  static List<String> type(String command, List<String> screen, Sandbox sandbox, ExamplePorts ports)
      throws Exception {
    boolean python = command.startsWith("python3");
    // Its prompts go to stderr, and there is nothing else to see there.
    String quiet = python ? "exec python3 -q -i -u 2>/dev/null" : "exec " + command;
    int printed = 0;
    try (Running running = new Running(command, sandbox.shell("sh", quiet, Map.of()))) {
      List<String> output = new ArrayList<>();
      for (String line : screen) {
        if (isTyped(command, line)) {
          output.addAll(running.look(printed));
          printed = 0;
          running.type(ports.real(python ? line.substring(4) : line) + "\n");
        } else if (line.equals("^C")) {
          output.addAll(running.look(printed));
          running.stop();
          return output;
        } else {
          printed++;
        }
      }
      if (python) {
        running.closeInput();
      }
      running.finish();
      output.addAll(running.look(Integer.MAX_VALUE / 2));
      return output;
    }
  }

  private static boolean isTyped(String command, String line) {
    return command.startsWith("python3")
        ? PYTHON.matcher(line).matches()
        : !NOT_TYPED.matcher(line).matches();
  }
}
