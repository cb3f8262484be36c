package acuse.client.docs;

import acuse.common.testing.NoStrayOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts what runs in the first or the third terminal. */
final class BackgroundStart {
  /** How often another port is drawn for a program, because somebody else took it. */
  private static final int DRAWS = 5;

  /** Another program of the page listens there. */
  private static final Pattern FORWARD_TARGET = Pattern.compile("--forward-(tcp|udp) \\S+");

  private BackgroundStart() {}

  /** Starts it, and returns when it listens, or watches. */
  static Background start(
      CommandLine line, List<String> output, Sandbox sandbox, ExamplePorts ports)
      throws IOException, InterruptedException {
    if (line.runsServer()) {
      return server(line, output, sandbox, ports);
    }
    if (line.text().startsWith("tshark ")) {
      return tshark(line, sandbox, ports);
    }
    return listener(line, sandbox, ports);
  }

  /** Our server chooses its ports; what it prints tells which. */
  private static Background server(
      CommandLine line, List<String> output, Sandbox sandbox, ExamplePorts ports)
      throws IOException {
    String text =
        FORWARD_TARGET
            .matcher(line.text().replaceAll("(--(tcp|udp|admin)-port )\\d+", "$10"))
            .replaceAll(target -> ports.real(target.group()));
    Map<String, String> free = new HashMap<>();
    if (!line.text().contains("--tcp-port")) {
      free.putAll(Map.of("ACUSE_TCP_PORT", "0", "ACUSE_UDP_PORT", "0"));
    }
    Running running = new Running(text, sandbox.shell("sh", "exec " + text, free));
    List<String> lines = new ArrayList<>(running.look(output.size()));
    Set<Integer> examples = new LinkedHashSet<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher matcher = ExamplePorts.anyPorts(output.get(i)).matcher(lines.get(i));
      List<Integer> named = List.copyOf(ExamplePorts.in(output.get(i)));
      if (matcher.matches() && !named.isEmpty() && !ports.isListening(named.get(0))) {
        ports.listens(named.get(0), Integer.parseInt(matcher.group(1)));
        examples.add(named.get(0));
      }
    }
    return new Background(running, examples, lines, false);
  }

  /** Another program is given a port that was free a moment ago, and a further one if need be. */
  private static Background listener(CommandLine line, Sandbox sandbox, ExamplePorts ports)
      throws IOException, InterruptedException {
    Set<Integer> examples = new LinkedHashSet<>(line.ports(sandbox, List.of()));
    examples.removeIf(ports::isListening);
    for (int draw = 1; ; draw++) {
      examples.forEach(example -> ports.listens(example, ExamplePorts.free()));
      String text = localCopies(line.text(), sandbox, ports);
      Running running = new Running(text, sandbox.shell("sh", "exec " + text, Map.of()));
      while (!running.hasEnded()) {
        if (isInUse(examples, ports)) {
          return new Background(running, examples, List.of(), false);
        }
        Thread.sleep(20); // nobody tells when another program listens
      }
      running.close();
      if (draw == DRAWS) {
        throw new AssertionError(text + "\ndoes not start: " + running.finish());
      }
    }
  }

  /** The command with real ports, in itself and in the Python files that it runs. */
  private static String localCopies(String text, Sandbox sandbox, ExamplePorts ports)
      throws IOException {
    List<String> words = new ArrayList<>();
    for (String word : text.split(" ", -1)) {
      String file = word.replaceFirst(".*/", "real-");
      if (word.endsWith(".py")) {
        sandbox.write(file, ports.real(sandbox.read(word)).lines().toList());
      }
      words.add(word.endsWith(".py") ? file : ports.real(word));
    }
    return String.join(" ", words);
  }

  /** Asks Linux, for trying it out would disturb a program that serves one peer only. */
  private static boolean isInUse(Set<Integer> examples, ExamplePorts ports) throws IOException {
    Set<String> wanted = new HashSet<>();
    examples.forEach(example -> wanted.add(":%04X".formatted(ports.real(example))));
    for (String table : new String[] {"tcp", "tcp6", "udp", "udp6"}) {
      for (String row : Files.readAllLines(Path.of("/proc/net", table))) {
        String[] columns = row.strip().split("\\s+", -1);
        boolean waits = columns[3].equals("0A") || columns[3].equals("07"); // LISTEN, unconnected
        if (waits) {
          wanted.remove(columns[1].replaceFirst(".*:", ":"));
        }
      }
    }
    return wanted.isEmpty();
  }

  private static Background tshark(CommandLine line, Sandbox sandbox, ExamplePorts ports)
      throws IOException {
    String text = ports.real(line.text()).replaceFirst("tshark", "tshark -l");
    Running running = new Running(text, sandbox.shell("sh", "exec " + text, Map.of()));
    List<String> said =
        running.lookUntil(
            lines -> lines.stream().anyMatch(news -> news.contains("Capture started")));
    if (running.hasEnded() && said.stream().anyMatch(news -> news.contains("permission"))) {
      NoStrayOutput.note("tshark may not capture here, so its examples are left out: " + said);
      return Background.leftOut();
    }
    return new Background(running, Set.of(), List.of(), true);
  }
}
