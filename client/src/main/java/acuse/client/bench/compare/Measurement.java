package acuse.client.bench.compare;

import acuse.client.bench.check.Figure;
import acuse.client.bench.check.FigureValue;
import acuse.client.bench.result.RunResult;
import acuse.client.bench.summary.Merge;
import acuse.common.protocol.Protocol;
import acuse.common.text.FileName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * One column of a comparison: the results of one file, or of several whose clients ran at once.
 *
 * @param name for people
 * @param parts for each protocol and rate, the repetitions
 */
record Measurement(String name, Map<Part, List<RunResult>> parts) {
  /** Fewer repetitions have no range that could be trusted. */
  private static final int MIN_REPETITIONS = 3;

  /**
   * What is compared with its like.
   *
   * @param rate messages per second, of one client; infinite for a closed loop
   */
  record Part(Protocol protocol, double rate) implements Comparable<Part> {
    static Part of(RunResult result) {
      return new Part(result.protocol(), result.load().rate().orElse(Double.POSITIVE_INFINITY));
    }

    @Override
    public int compareTo(Part other) {
      int byRate = Double.compare(rate, other.rate);
      return byRate == 0 ? protocol.compareTo(other.protocol) : byRate;
    }
  }

  /** Runs of clients that ran at once: they are the same in all files. */
  private record Turn(Protocol protocol, int repetition, int step) {}

  /**
   * The results of {@code files} as one.
   *
   * @throws NotAResultException if one of them holds none
   */
  static Measurement read(List<Path> files) throws NotAResultException {
    Map<Turn, List<RunResult>> atOnce = new LinkedHashMap<>();
    for (Path file : files) {
      for (RunResult result : ResultReader.read(file)) {
        Turn turn = new Turn(result.protocol(), result.repetition(), result.step());
        atOnce.computeIfAbsent(turn, none -> new ArrayList<>()).add(result);
      }
    }
    Map<Part, List<RunResult>> parts = new TreeMap<>();
    for (List<RunResult> clients : atOnce.values()) {
      parts
          .computeIfAbsent(Part.of(clients.get(0)), none -> new ArrayList<>())
          .add(Merge.atOnce(clients));
    }
    return new Measurement(name(files), parts);
  }

  private static String name(List<Path> files) {
    Path last = files.get(0).getFileName();
    String first = FileName.shown(last == null ? files.get(0) : last);
    return files.size() == 1 ? first : first + " +" + (files.size() - 1);
  }

  /** All repetitions of {@code part} together; null if there are none. */
  RunResult whole(Part part) {
    return parts.containsKey(part) ? Merge.inTurn(parts.get(part)) : null;
  }

  /**
   * Whether the values of {@code figure} in the repetitions here and in those of {@code base}
   * overlap, so that the difference may be chance. False if one of both has fewer than three.
   */
  boolean overlaps(Measurement base, Part part, Figure figure) {
    DoubleSummaryStatistics ours = range(part, figure);
    DoubleSummaryStatistics theirs = base.range(part, figure);
    return ours.getCount() >= MIN_REPETITIONS
        && theirs.getCount() >= MIN_REPETITIONS
        && ours.getMin() <= theirs.getMax()
        && theirs.getMin() <= ours.getMax();
  }

  private DoubleSummaryStatistics range(Part part, Figure figure) {
    return parts.getOrDefault(part, List.of()).stream()
        .map(result -> FigureValue.compared(figure, result))
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .summaryStatistics();
  }
}
