package acuse.client.interop;

import static acuse.client.interop.Tool.TMUX;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A terminal of 80 columns and 24 lines with a program in it: keys go in, a screen comes out. Tmux
 * draws it, on a socket of its own; killed when closed.
 *
 * <p>When the program has ended, the screen says with which status, and how the terminal was left.
 */
final class Terminal implements AutoCloseable {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(40);

  /** Short enough not to keep a test waiting, and long enough not to keep a machine busy. */
  private static final long POLL_MILLIS = 50;

  private static final String RUN_AND_TELL =
      "trap : INT; \"$@\"; echo \"[status $?]\";"
          + " stty -a | tr ' ;' '\\n\\n' | grep -E '^-?(icanon|echo)$' | xargs; exec cat";

  private final String socket = "acuse-" + UUID.randomUUID();
  private final Map<String, String> whereTheSocketIs;

  /**
   * Runs a program in it.
   *
   * @param folder takes tmux's socket, which it leaves behind
   * @param variables of its environment; besides, it has colours, and a locale that is UTF-8
   */
  Terminal(Path folder, Map<String, String> variables, Path program, List<String> arguments) {
    whereTheSocketIs = Map.of("TMUX_TMPDIR", folder.toString());
    List<String> words =
        new ArrayList<>(List.of("-u", "-L", socket, "-f", "/dev/null", "new-session", "-d"));
    words.addAll(List.of("-x", "80", "-y", "24", "sh", "-c", RUN_AND_TELL, "sh"));
    words.add(program.toString());
    words.addAll(arguments);
    Map<String, String> environment = new HashMap<>(Map.of("NO_COLOR", "", "TMUX", ""));
    environment.putAll(variables);
    environment.putAll(whereTheSocketIs);
    requireOk(TMUX.start(environment, words).finish());
  }

  /** Types {@code text} as it is. */
  Terminal type(String text) {
    tmux("send-keys", "-l", text);
    return this;
  }

  /** Presses keys by their names, such as {@code Enter}, {@code Up} or {@code C-c}. */
  Terminal press(String... keys) {
    tmux("send-keys", keys);
    return this;
  }

  /** Makes it larger or smaller. */
  Terminal resize(int columns, int rows) {
    tmux("resize-window", "-x", String.valueOf(columns), "-y", String.valueOf(rows));
    return this;
  }

  /** Types a line, and ends it. */
  Terminal enter(String line) {
    return type(line).press("Enter");
  }

  /** Waits until {@code text} stands somewhere, and returns the screen. */
  String await(String text) {
    return await("'" + text + "'", screen -> screen.contains(text));
  }

  /** Waits until the last line that is not empty is this one, and returns the screen. */
  String awaitLastLine(String line) {
    return await(
        "last line '" + line + "'", screen -> screen.equals(line) || screen.endsWith("\n" + line));
  }

  /** Waits until the screen is exactly this, but for spaces at the ends of lines. */
  void awaitScreen(String... lines) {
    String wanted = String.join("\n", lines);
    await("screen\n" + wanted + "\n", wanted::equals);
  }

  /** Waits until the program has ended with {@code status}, and left the terminal as it was. */
  String awaitEnd(int status) {
    return awaitLastLine("[status " + status + "]\nicanon echo");
  }

  /** Waits until the program has ended in some way, and left the terminal as it was. */
  void awaitEnd() {
    awaitLastLine("icanon echo");
  }

  /**
   * The text on it, a long line as one, without spaces at the ends of lines, nor empty lines at the
   * end.
   */
  String screen() {
    return tmux("capture-pane", "-p", "-J").replaceAll("(?m) +$", "").stripTrailing();
  }

  /** The same with its colours, as escape sequences. */
  String colouredScreen() {
    return tmux("capture-pane", "-p", "-e").stripTrailing();
  }

  @Override
  public void close() {
    tmux("kill-server");
  }

  private String await(String what, Predicate<String> isThere) {
    long deadline = System.nanoTime() + LIMIT_NANOS;
    String screen = screen();
    while (!isThere.test(screen)) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("no " + what + " on this screen:\n" + screen);
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      screen = screen();
    }
    return screen;
  }

  private String tmux(String command, String... arguments) {
    List<String> words = new ArrayList<>(List.of("-u", "-L", socket, command));
    words.addAll(List.of(arguments));
    return requireOk(TMUX.start(whereTheSocketIs, words).finish());
  }

  private static String requireOk(Finished tmux) {
    if (tmux.status() != 0) {
      throw new AssertionError("tmux: " + tmux.err());
    }
    return tmux.out();
  }
}
