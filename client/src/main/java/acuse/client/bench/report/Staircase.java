package acuse.client.bench.report;

import acuse.client.bench.output.TextSummary;
import acuse.client.bench.result.RunResult;
import acuse.client.bench.summary.Percentile;
import acuse.common.protocol.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The steps of a staircase of rates.
 *
 * @param steps of each protocol, with rising rates
 */
record Staircase(Map<Protocol, List<Step>> steps) {
  /** Of closed loops there is none: these have no rate. */
  static Staircase of(List<RunResult> results) {
    Map<Protocol, List<Step>> steps = new TreeMap<>();
    for (List<RunResult> columns : TextSummary.byStep(results)) {
      for (RunResult column : columns) {
        if (column.load().rate().isPresent()) {
          steps.computeIfAbsent(column.protocol(), protocol -> new ArrayList<>()).add(step(column));
        }
      }
    }
    steps
        .values()
        .forEach(ofProtocol -> ofProtocol.sort((a, b) -> Double.compare(a.rate(), b.rate())));
    return new Staircase(steps);
  }

  /** Whether there is more than one rate. */
  boolean isThere() {
    return steps.values().stream().anyMatch(ofProtocol -> ofProtocol.size() > 1);
  }

  private static Step step(RunResult result) {
    return new Step(
        result.load().rate().orElseThrow(),
        nanos(Percentile.P50.of(result.histograms().judged())),
        nanos(Percentile.P99.of(result.histograms().judged())),
        (double) result.counts().lost() / Math.max(1, result.counts().intended()));
  }

  private static double nanos(OptionalLong value) {
    return value.isPresent() ? (double) value.getAsLong() : Double.NaN;
  }
}
