package acuse.client.docs;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command line of an example, taken apart as far as the examples need it.
 *
 * @param text as it stands after {@code $}
 */
record CommandLine(String text) {
  /** The commands of every system that has a shell. Anything else is a tool that may be missing. */
  private static final Set<String> EVERYWHERE =
      Set.of(
          "bin/client",
          "bin/server",
          "cat",
          "cmp",
          "echo",
          "export",
          "grep",
          "head",
          "printf",
          "seq",
          "sort",
          "tail",
          "test",
          "true",
          "wc");

  private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");
  private static final Pattern SEPARATOR = Pattern.compile("\\|\\|?|;|&&|<\\(|\\$\\(|\\)");
  private static final Pattern ASSIGNMENT = Pattern.compile("([A-Z_]+)=(\\S*)");
  private static final Pattern EXPORT = Pattern.compile("export (\\w+)=(\\S*)");
  private static final Pattern PROTOCOL = Pattern.compile("--protocol[ =](tcp|udp)");
  private static final Pattern OPTIONS_FILE = Pattern.compile("(?<= )@([\\w.]+)");

  /** The programs that it runs, but for those that every system has. */
  Set<String> tools() {
    Set<String> tools = new LinkedHashSet<>();
    if (needsBash()) {
      tools.add("bash");
    }
    for (String part : SEPARATOR.split(QUOTED.matcher(text).replaceAll("_"), -1)) {
      for (String word : part.strip().split("\\s+", -1)) {
        if (!ASSIGNMENT.matcher(word).matches()) {
          tools.add(word);
          break;
        }
      }
    }
    tools.removeAll(EVERYWHERE);
    tools.removeAll(List.of("", "."));
    return tools;
  }

  boolean needsBash() {
    return text.contains("$'") || text.contains("<(");
  }

  /** The variable and the value, where the line is an {@code export}. */
  Matcher export() {
    return EXPORT.matcher(text);
  }

  boolean runsClient() {
    return text.contains("bin/client");
  }

  boolean runsServer() {
    return text.contains("bin/server");
  }

  /** Whether the client's output would go to the terminal. */
  boolean clientWritesToTerminal() {
    return Pattern.compile("bin/client(?! completion)[^|>)]*([;&].*)?$")
        .matcher(QUOTED.matcher(text).replaceAll("_"))
        .find();
  }

  /** Whether it is the client, waiting for somebody to type messages. */
  boolean isDialogue() {
    return text.matches("bin/client( --[a-z-]+ \\S+)*");
  }

  /** Whether it is another program that waits for somebody to type. */
  boolean isTyped() {
    return text.matches("python3|telnet [^<|;]+|nc( -u)? [\\d.]+ \\d+");
  }

  /** The ports that it speaks of; the client's and the server's defaults too. */
  Set<Integer> ports(Sandbox sandbox, List<String> output) {
    Set<Integer> ports = new LinkedHashSet<>(ExamplePorts.in(text));
    if (runsServer() && ports.isEmpty()) {
      ports.addAll(List.of(ExamplePorts.TCP, ExamplePorts.UDP));
    }
    if (runsClient() && !text.contains("--port")) {
      ports.add(isUdp(sandbox, output) ? ExamplePorts.UDP : ExamplePorts.TCP);
    }
    for (String word : text.split("\\s+", -1)) {
      if (word.endsWith(".py")) {
        ports.addAll(ExamplePorts.in(sandbox.read(word)));
      }
    }
    return ports;
  }

  /** Over which protocol the client is to talk, wherever the line says so. */
  boolean isUdp(Sandbox sandbox, List<String> output) {
    Matcher option = PROTOCOL.matcher(text);
    if (option.find()) {
      return option.group(1).equals("udp");
    }
    Matcher file = OPTIONS_FILE.matcher(text);
    return text.contains("ACUSE_PROTOCOL=udp")
        || text.contains("'udp\\n")
        || (file.find() && sandbox.read(file.group(1)).contains("udp"))
        || (!output.isEmpty() && output.get(0).endsWith("(tcp/udp): udp"));
  }
}
