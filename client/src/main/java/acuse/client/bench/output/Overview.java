package acuse.client.bench.output;

import acuse.client.bench.output.ResultTable.Row;
import acuse.client.bench.result.RunResult;
import acuse.client.bench.summary.DurationText;
import acuse.client.bench.summary.Percentile;
import acuse.client.bench.summary.RatioText;
import acuse.client.bench.summary.RunName;
import acuse.common.protocol.Protocol;
import acuse.common.text.Texts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rates of a staircase, or repetitions, in a row each: their p50, p99 and losses, TCP beside
 * UDP.
 */
public final class Overview {
  private record Run(int step, int repetition) {}

  private Overview() {}

  /** Whether there is more than one rate or repetition. */
  public static boolean isNeeded(List<RunResult> results) {
    return results.stream().anyMatch(result -> result.step() > 1 || result.repetition() > 1);
  }

  /** The words above the columns; the first stands above the rates. */
  public static List<String> heads(List<RunResult> results, Texts language) {
    Texts texts = Texts.of(Overview.class, language.language());
    List<String> heads = new ArrayList<>(List.of(texts.text("overview.rate")));
    for (Protocol protocol : protocols(results)) {
      heads.add(protocol + " p50");
      heads.add(protocol + " p99");
      heads.add(texts.text("overview.lost", protocol));
    }
    return heads;
  }

  /** A row for each rate and repetition, in the order in which they ran. */
  public static List<Row> rows(List<RunResult> results, Texts language) {
    Texts texts = Texts.of(Overview.class, language.language());
    Map<Run, Map<Protocol, RunResult>> runs = new LinkedHashMap<>();
    for (RunResult result : results) {
      runs.computeIfAbsent(
              new Run(result.step(), result.repetition()), run -> new LinkedHashMap<>())
          .put(result.protocol(), result);
    }
    boolean repeated = results.stream().anyMatch(result -> result.repetition() > 1);
    List<Row> rows = new ArrayList<>();
    for (Map<Protocol, RunResult> run : runs.values()) {
      RunResult any = run.values().iterator().next();
      String name =
          repeated
              ? texts.text("overview.repetition", RunName.rate(any), any.repetition())
              : RunName.rate(any);
      List<String> cells = new ArrayList<>();
      protocols(results).forEach(protocol -> addCells(cells, run.get(protocol)));
      rows.add(new Row(name, cells));
    }
    return rows;
  }

  private static void addCells(List<String> cells, RunResult result) {
    if (result == null) {
      cells.addAll(List.of(DurationText.NONE, DurationText.NONE, DurationText.NONE));
      return;
    }
    cells.add(DurationText.of(Percentile.P50.of(result.histograms().judged())));
    cells.add(DurationText.of(Percentile.P99.of(result.histograms().judged())));
    cells.add(RatioText.percentage((double) result.counts().lost() / result.counts().intended()));
  }

  private static List<Protocol> protocols(List<RunResult> results) {
    return results.stream().map(RunResult::protocol).distinct().sorted().toList();
  }
}
