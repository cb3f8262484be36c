package acuse.client.docs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Replaces what differs between two runs, so that the rest can be compared. */
final class Masks {
  private static final Pattern NUMBER = Pattern.compile("(?<![\\d.=])\\d{4,5}(?![\\d.])");
  private static final Pattern PORT = Pattern.compile("(?<=(\\d\\.\\d{1,3}|\\]):)\\d{4,5}(?!\\d)");

  /** Parts of an output that differ in each run, with their replacements. */
  private static final Map<Pattern, String> CHANGING =
      Map.of(
          Pattern.compile("\"rtt_us\":\\d+"), "\"rtt_us\":MICROSECONDS",
          Pattern.compile("(?<=process |proceso )\\d+ \\("), "PID (",
          Pattern.compile("([0-9A-F]{2}:){31}[0-9A-F]{2}"), "FINGERPRINT",
          Pattern.compile("(?<=--impair-seed )\\d+"), "SEED",
          Pattern.compile("… \\d+ l"), "… COUNT l");

  private Masks() {}

  /**
   * The same lines, comparable. A port that stands in for an example's becomes the example's; ports
   * that the system chose become P1, P2 and so on, in the order in which they appear.
   */
  static List<String> mask(List<String> lines, ExamplePorts ports) {
    Map<String, String> names = new HashMap<>();
    List<String> masked = new ArrayList<>();
    for (String line : lines) {
      String text = line;
      for (Map.Entry<Pattern, String> changing : CHANGING.entrySet()) {
        text = changing.getKey().matcher(text).replaceAll(changing.getValue());
      }
      text = PORT.matcher(examplePorts(text, ports)).replaceAll(port -> name(port.group(), names));
      masked.add(text.stripTrailing());
    }
    return masked;
  }

  /**
   * Packets as tshark shows them, comparable: without numbers and times, in no order, and without
   * those that only acknowledge. How often the kernel acknowledges, and whether a reply overtakes
   * the peer's FIN, is not the same twice.
   */
  static List<String> maskPackets(List<String> lines, ExamplePorts ports) {
    return lines.stream()
        .map(line -> line.strip().replaceFirst("^\\d+ \\d+\\.\\d+ +", "").replaceAll("\\s+", " "))
        .filter(line -> !line.endsWith(" ·······A···· 0"))
        .map(line -> examplePorts(line, ports))
        .map(
            line ->
                NUMBER
                    .matcher(line)
                    .replaceAll(port -> isExample(port.group()) ? port.group() : "PORT"))
        .sorted()
        .toList();
  }

  private static String examplePorts(String text, ExamplePorts ports) {
    return NUMBER
        .matcher(text)
        .replaceAll(
            number -> {
              Integer example = ports.example(Integer.parseInt(number.group()));
              return example == null ? number.group() : example.toString();
            });
  }

  private static String name(String port, Map<String, String> names) {
    if (isExample(port)) {
      return port;
    }
    return names.computeIfAbsent(port, unused -> "P" + (names.size() + 1));
  }

  private static boolean isExample(String port) {
    return !ExamplePorts.in(port).isEmpty();
  }
}
