package acuse.client.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A conversation of the client with somebody at a terminal, as a page shows it. */
public interface Dialogue {
  /** Before what is typed. */
  Pattern PROMPT =
      Pattern.compile(
          "(Do you want to use TCP or UDP\\? \\(tcp/udp\\):"
              + "|¿Quieres usar TCP o UDP\\? \\(tcp/udp\\):"
              + "|Type a message \\(...\\):|Escribe un mensaje \\(...\\):) ?(.*)");

  /**
   * A line that is typed.
   *
   * @param prompt the last line on the screen when it is typed
   */
  record Typed(String prompt, String text) {}

  /**
   * Runs the program at a terminal, types, and returns the lines on the screen when it has ended.
   *
   * @param folder where it runs
   * @param command for a shell
   * @param variables of its environment
   */
  List<String> converse(
      Path folder, String command, Map<String, String> variables, List<Typed> typed);

  /** The lines that are typed in a conversation that reads like this. */
  static List<Typed> typed(List<String> screen) {
    List<Typed> typed = new ArrayList<>();
    for (String line : screen) {
      Matcher prompt = PROMPT.matcher(line);
      if (prompt.matches()) {
        typed.add(new Typed(prompt.group(1), prompt.group(2)));
      }
    }
    return typed;
  }
}
