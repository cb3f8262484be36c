package acuse.client.docs;

import acuse.client.docs.Box.Command;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;

/**
 * Runs the examples of a page, from its first box to its last, and notes each that is not as the
 * page says.
 */
public final class PageRun implements AutoCloseable {
  private final Page page;
  private final Sandbox sandbox;
  private final ExamplePorts ports = new ExamplePorts();
  private final Map<String, Background> terminals = new HashMap<>();

  /** Null where nobody is at a terminal and other people's programs are not to be run. */
  private final Dialogue dialogue;

  /** By terminal, the ports on which something would listen that was not started. */
  private final Map<String, Set<Integer>> leftOutPorts = new HashMap<>();

  private final Differences differences = new Differences();

  private PageRun(Page page, Path folder, Dialogue dialogue) throws IOException {
    this.page = page;
    this.sandbox = new Sandbox(folder);
    this.dialogue = dialogue;
    sandbox.export("ACUSE_LANG", page.isSpanish() ? "es" : "en");
  }

  /**
   * Runs what needs nothing but a shell and the programs themselves.
   *
   * @param folder an empty one
   * @throws AssertionError that names each example that is not as the page says
   */
  public static void withoutTools(Page page, Path folder) throws Exception {
    run(page, folder, null);
  }

  /** Runs everything, with a terminal and with other people's programs. */
  public static void withTools(Page page, Path folder, Dialogue dialogue) throws Exception {
    run(page, folder, dialogue);
  }

  private static void run(Page page, Path folder, Dialogue dialogue) throws Exception {
    try (PageRun run = new PageRun(page, folder, dialogue)) {
      for (Box box : page.boxes()) {
        try {
          run.box(box);
        } catch (AssertionError e) {
          run.differences.failed(run.at(box.line()), e);
        }
      }
      run.differences.report(page.path());
    }
  }

  private void box(Box box) throws Exception {
    String terminal = box.words().contains("third") ? "third" : "first";
    if (box.words().contains("not-run")) {
      differences.leftOut();
    } else if (box.language().equals("console")) {
      if (box.words().contains("stopped")) {
        stop("first");
      }
      if (box.words().contains(terminal)) {
        background(terminal, box.commands());
      } else {
        for (Command command : box.commands()) {
          foreground(command);
        }
      }
    } else if (box.words().contains(terminal)) {
      look(terminal, box);
    } else if (box.fileName() != null) {
      sandbox.write(box.fileName(), box.lines());
    }
  }

  private void background(String terminal, List<Command> commands) throws Exception {
    stop(terminal);
    for (Command command : commands) {
      CommandLine line = new CommandLine(command.text());
      if (export(line)) {
        continue;
      }
      if (needsTools(line)) {
        leaveOut(terminal, line);
        return;
      }
      Background background = BackgroundStart.start(line, command.output(), sandbox, ports);
      terminals.put(terminal, background);
      if (background.isLeftOut()) {
        differences.leftOut();
        return;
      }
      differences.ran();
      compare(command.line(), command.output(), background.firstOutput());
    }
  }

  private void leaveOut(String terminal, CommandLine line) {
    differences.leftOut();
    terminals.put(terminal, Background.leftOut());
    Set<Integer> silent = line.ports(sandbox, List.of());
    silent.removeIf(ports::isListening);
    leftOutPorts.put(terminal, silent);
  }

  private void stop(String terminal) throws InterruptedException {
    Background old = terminals.remove(terminal);
    if (old != null) {
      old.stop(ports);
    }
    leftOutPorts.remove(terminal);
  }

  private void look(String terminal, Box box) {
    Background background = terminals.get(terminal);
    if (background == null) {
      throw new IllegalStateException(at(box.line()) + "nothing runs in the terminal");
    }
    if (background.isIncomplete()) {
      differences.leftOut();
      background.forget();
      return;
    }
    differences.ran();
    background.look(box, ports, differences, at(box.line()));
  }

  private void foreground(Command command) throws Exception {
    CommandLine line = new CommandLine(command.text());
    if (export(line)) {
      return;
    }
    Set<Integer> used = line.ports(sandbox, command.output());
    boolean waits = line.isDialogue() || line.isTyped();
    if (needsTools(line)
        || (waits && dialogue == null)
        || leftOutPorts.values().stream().anyMatch(silent -> !Collections.disjoint(silent, used))) {
      differences.leftOut();
      terminals.values().forEach(Background::incomplete);
      return;
    }
    differences.ran();
    String text = ports.real(line.text());
    List<String> output;
    if (line.isDialogue()) {
      output = dialogue(line, command);
    } else if (line.isTyped()) {
      output = Typist.type(text, command.output(), sandbox, ports);
      compare(command.line(), Typist.printed(text, command.output()), output);
      return;
    } else {
      ProcessBuilder shell =
          sandbox.shell(
              line.needsBash() ? "bash" : "sh",
              text,
              sandbox.variables(line, command.output(), ports));
      shell.redirectInput(new File("/dev/null"));
      try (Running running = new Running(text, shell)) {
        output = running.finish();
      }
    }
    compare(command.line(), command.output(), output);
  }

  private List<String> dialogue(CommandLine line, Command command) {
    Map<String, String> variables = new HashMap<>(sandbox.variables());
    variables.putAll(sandbox.variables(line, command.output(), ports));
    variables.remove("ACUSE_FORMAT");
    return dialogue.converse(
        sandbox.folder(), line.text(), variables, Dialogue.typed(command.output()));
  }

  private boolean export(CommandLine line) {
    Matcher export = line.export();
    boolean matches = export.matches();
    if (matches) {
      sandbox.export(export.group(1), export.group(2));
    }
    return matches;
  }

  private boolean needsTools(CommandLine line) {
    return dialogue == null && !line.tools().isEmpty();
  }

  private void compare(int line, List<String> said, List<String> really) {
    differences.compare(at(line), Masks.mask(said, ports), Masks.mask(really, ports));
  }

  private String at(int line) {
    return page.path() + ":" + line + ": ";
  }

  @Override
  public void close() {
    terminals.values().forEach(Background::close);
    ports.close();
  }
}
