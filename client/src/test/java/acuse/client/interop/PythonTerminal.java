package acuse.client.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A terminal of any size and kind, with a program in it, which a Python program keeps: see {@code
 * at_a_terminal.py}. Nobody draws a screen; what the program writes is a stream.
 */
final class PythonTerminal implements AutoCloseable {
  private static final Path KEEPER =
      Path.of("src", "test", "resources", "acuse", "client", "interop", "at_a_terminal.py");

  private final PeerProcess python;

  /**
   * Runs a program in it.
   *
   * @param how {@code usual}; {@code nohup}: it does not mind that the terminal goes; {@code
   *     nonblocking}: its stdin is; {@code unsignalled}: nobody tells it that the terminal goes
   * @param command a path, and arguments
   */
  PythonTerminal(int columns, int rows, String how, List<String> command) {
    List<String> words = new ArrayList<>(List.of(KEEPER.toString()));
    words.addAll(List.of(String.valueOf(columns), String.valueOf(rows), how));
    words.addAll(command);
    python = Tool.PYTHON.start(words.toArray(new String[0]));
  }

  /** Types {@code text}, one char per byte. */
  PythonTerminal type(String text) {
    return tell("type", text);
  }

  /** Waits until the program has written {@code text}, behind what was awaited before. */
  PythonTerminal await(String text) {
    return tell("await", text);
  }

  /** Takes the terminal away. */
  PythonTerminal hangUp() {
    return tell("hangup", "");
  }

  /** Waits until the program has ended. */
  Finished finish() {
    Finished keeper = python.finish();
    if (keeper.status() != 0) {
      throw new AssertionError(keeper.out() + keeper.err());
    }
    String[] lines = keeper.out().split("\n", -1);
    return new Finished(Integer.parseInt(lines[1]), unquote(lines[0]), keeper.err());
  }

  @Override
  public void close() {
    python.close();
  }

  private PythonTerminal tell(String word, String text) {
    StringBuilder json = new StringBuilder("[\"" + word + "\",\"");
    text.chars().forEach(c -> json.append(String.format("\\u%04x", c)));
    python.send(json.append("\"]\n").toString());
    return this;
  }

  private static String unquote(String json) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < json.length() - 1; i++) {
      char c = json.charAt(i);
      if (c == '\\') {
        c = json.charAt(++i);
        if (c == 'u') {
          c = (char) Integer.parseInt(json.substring(i + 1, i + 5), 16);
          i += 4;
        } else if ("nrtbf".indexOf(c) >= 0) {
          c = "\n\r\t\b\f".charAt("nrtbf".indexOf(c));
        }
      }
      text.append(c);
    }
    return text.toString();
  }
}
