package acuse.client.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A program that runs in the first or the third terminal until something else is started there. */
final class Background implements AutoCloseable {
  /** The words of tshark about itself, on stderr. */
  private static final Pattern TSHARK_ITSELF =
      Pattern.compile("^(Running as|Capturing on|\\s*\\*\\* \\(tshark|$)");

  private final Running running;
  private final Set<Integer> examplePorts;
  private final List<String> firstOutput;
  private final boolean isTshark;

  /** Whether something that would have shown here was left out since the last look. */
  private boolean incomplete;

  Background(
      Running running, Set<Integer> examplePorts, List<String> firstOutput, boolean isTshark) {
    this.running = running;
    this.examplePorts = examplePorts;
    this.firstOutput = firstOutput;
    this.isTshark = isTshark;
    this.incomplete = running == null;
  }

  /** Stands for a program that was not started, because it may be missing. */
  static Background leftOut() {
    return new Background(null, Set.of(), List.of(), false);
  }

  List<String> firstOutput() {
    return firstOutput;
  }

  Set<Integer> examplePorts() {
    return examplePorts;
  }

  boolean isLeftOut() {
    return running == null;
  }

  boolean isIncomplete() {
    return incomplete;
  }

  void incomplete() {
    incomplete = true;
  }

  /** Passes over what it has shown up to now. */
  void forget() {
    if (running != null) {
      running.lookUntil(unused -> true);
      incomplete = false;
    }
  }

  /** Compares what it has shown with a box, and notes if it is something else. */
  void look(Box box, ExamplePorts ports, Differences differences, String where) {
    List<String> wanted = masked(box.lines(), ports);
    List<String> got;
    if (isTshark) {
      got = masked(running.lookUntil(lines -> masked(lines, ports).equals(wanted)), ports);
    } else if (box.words().contains("ends")) {
      got =
          masked(
              running.lookAtTheEnd(wanted.size(), last -> masked(last, ports).equals(wanted)),
              ports);
    } else {
      got = masked(running.look(wanted.size()), ports);
    }
    differences.compare(where, wanted, got);
  }

  private List<String> masked(List<String> lines, ExamplePorts ports) {
    if (!isTshark) {
      return Masks.mask(lines, ports);
    }
    List<String> packets = new ArrayList<>(lines);
    packets.removeIf(line -> TSHARK_ITSELF.matcher(line).find());
    return Masks.maskPackets(packets, ports);
  }

  void stop(ExamplePorts ports) throws InterruptedException {
    if (running != null) {
      running.stop();
      ports.gone(examplePorts);
    }
  }

  @Override
  public void close() {
    if (running != null) {
      running.close();
    }
  }
}
