package acuse.client.bench.output;

import acuse.client.bench.output.ResultTable.Row;
import acuse.client.bench.result.RunResult;
import acuse.client.bench.summary.Merge;
import acuse.client.bench.summary.RunName;
import acuse.client.bench.summary.TextTable;
import acuse.common.protocol.Protocol;
import acuse.common.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The results for people, at the end: TCP beside UDP.
 *
 * <pre>
 * 500/s for 10s, 64 bytes each; connections: 1; warm-up 1s, timeout 2s
 *
 *                       TCP            UDP
 * messages             5000           5000
 * answered     5000 (100 %)  4990 (99.8 %)
 * lost                    0     10 (0.2 %)
 * latency p50         80 µs          71 µs
 * </pre>
 */
public final class TextSummary {
  private TextSummary() {}

  /** The lines for {@code results}, in the order in which they ran; none if there are none. */
  public static List<String> lines(List<RunResult> results, Texts language) {
    List<String> lines = new ArrayList<>();
    if (results.isEmpty()) {
      return lines;
    }
    lines.add(LoadText.of(results, language));
    if (Overview.isNeeded(results)) {
      lines.add("");
      TextTable overview = new TextTable().row(Overview.heads(results, language));
      Overview.rows(results, language).forEach(row -> overview.row(row.name(), row.cells()));
      lines.addAll(overview.lines());
    }
    byStep(results).forEach(columns -> addTable(lines, columns, language));
    addNotes(lines, results, language);
    return lines;
  }

  /** The results of each rate, a column for each protocol, repetitions added together. */
  public static List<List<RunResult>> byStep(List<RunResult> results) {
    Map<Integer, Map<Protocol, List<RunResult>>> steps = new TreeMap<>();
    for (RunResult result : results) {
      steps
          .computeIfAbsent(result.step(), step -> new TreeMap<>())
          .computeIfAbsent(result.protocol(), protocol -> new ArrayList<>())
          .add(result);
    }
    return steps.values().stream()
        .map(protocols -> protocols.values().stream().map(Merge::inTurn).toList())
        .toList();
  }

  private static void addTable(List<String> lines, List<RunResult> columns, Texts language) {
    lines.add("");
    TextTable table = new TextTable();
    table.row(
        RunName.rate(columns.get(0)),
        columns.stream().map(column -> column.protocol().name()).toList());
    for (Row row : ResultTable.rows(columns, language)) {
      table.row(row.name(), row.cells());
    }
    lines.addAll(table.lines());
  }

  private static void addNotes(List<String> lines, List<RunResult> results, Texts language) {
    List<String> notes = new ArrayList<>();
    Notes.dashes(results, language).ifPresent(notes::add);
    results.forEach(result -> notes.addAll(Notes.remarks(result, language)));
    results.forEach(result -> notes.addAll(Notes.warnings(result, language)));
    if (!notes.isEmpty()) {
      lines.add("");
      lines.addAll(notes);
    }
  }
}
