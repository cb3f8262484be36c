package acuse.client.bench.compare;

import acuse.client.bench.check.Expression;
import acuse.client.bench.check.FailIf;
import acuse.client.bench.check.Figure;
import acuse.client.bench.check.FigureValue;
import acuse.client.bench.compare.Measurement.Part;
import acuse.client.bench.result.RunResult;
import acuse.client.bench.summary.DurationText;
import acuse.client.bench.summary.RatioText;
import acuse.client.bench.summary.RunName;
import acuse.client.bench.summary.TextTable;
import acuse.common.text.Texts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * Several measurements, each held against the first.
 *
 * <pre>
 * UDP, 500/s         base.json                    new.json
 * p50                    80 µs               96 µs +20.0 %
 * p99                   310 µs   290 µs not distinguishable
 * </pre>
 */
public final class Comparison {
  private static final List<Figure> FIGURES =
      List.of(
          Figure.RATE,
          Figure.P50,
          Figure.P90,
          Figure.P95,
          Figure.P99,
          Figure.P99_9,
          Figure.MAX,
          Figure.MEAN,
          Figure.LOSS,
          Figure.LATE,
          Figure.DUPLICATED,
          Figure.REORDERED,
          Figure.CORRUPTED,
          Figure.SEND_LAG_P99);

  private final Measurement base;
  private final List<Measurement> others;
  private final Set<Part> parts = new TreeSet<>();
  private final Texts language;
  private final Texts texts;

  private Comparison(List<Measurement> measurements, Texts language) {
    this.base = measurements.get(0);
    this.others = measurements.subList(1, measurements.size());
    this.language = language;
    this.texts = Texts.of(Comparison.class, language.language());
    measurements.forEach(measurement -> parts.addAll(measurement.parts().keySet()));
  }

  /**
   * Reads what is to be compared.
   *
   * @param columns for each measurement, the files that are one result; the first is the base
   * @throws NotAResultException if a file holds no result
   */
  public static Comparison read(List<List<Path>> columns, Texts language)
      throws NotAResultException {
    List<Measurement> measurements = new ArrayList<>();
    for (List<Path> files : columns) {
      measurements.add(Measurement.read(files));
    }
    return new Comparison(measurements, language);
  }

  /** The tables, one for each protocol and rate, with an empty line between them. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Part part : parts) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      lines.addAll(table(part).lines());
    }
    return lines;
  }

  /** A sentence for each condition that is true, or that cannot be decided. */
  public List<String> failures(List<Expression> changes) {
    FailIf failIf = new FailIf(changes, language);
    List<String> sentences = new ArrayList<>();
    for (Part part : parts) {
      for (Measurement other : others) {
        String name = name(part) + ", " + other.name();
        sentences.addAll(failIf.failures(name, base.whole(part), other.whole(part)));
      }
    }
    return sentences;
  }

  private TextTable table(Part part) {
    TextTable table = new TextTable();
    List<String> head = new ArrayList<>(List.of(name(part), base.name()));
    others.forEach(other -> head.add(other.name()));
    table.row(head);
    table.row(texts.text("messages"), messages(part));
    for (Figure figure : FIGURES) {
      List<String> row = new ArrayList<>(List.of(base(part, figure)));
      others.forEach(other -> row.add(cell(other, part, figure)));
      if (row.stream().anyMatch(cell -> !isNothing(cell, figure))) {
        table.row(texts.text("figure." + figure.text()), row);
      }
    }
    return table;
  }

  /** Faults that nobody had need no row. */
  private static boolean isNothing(String cell, Figure figure) {
    return figure.kind() == Figure.Kind.COUNT
        && figure != Figure.LOSS
        && (cell.startsWith("0 %") || cell.equals(DurationText.NONE));
  }

  private List<String> messages(Part part) {
    List<String> cells = new ArrayList<>();
    List<Measurement> all = new ArrayList<>(List.of(base));
    all.addAll(others);
    for (Measurement measurement : all) {
      RunResult whole = measurement.whole(part);
      cells.add(whole == null ? DurationText.NONE : String.valueOf(whole.counts().intended()));
    }
    return cells;
  }

  private String base(Part part, Figure figure) {
    RunResult whole = base.whole(part);
    return whole == null ? DurationText.NONE : shown(figure, FigureValue.compared(figure, whole));
  }

  private String cell(Measurement other, Part part, Figure figure) {
    RunResult theirs = base.whole(part);
    RunResult ours = other.whole(part);
    if (ours == null) {
      return DurationText.NONE;
    }
    OptionalDouble now = FigureValue.compared(figure, ours);
    OptionalDouble before =
        theirs == null ? OptionalDouble.empty() : FigureValue.compared(figure, theirs);
    if (now.isEmpty() || before.isEmpty()) {
      return shown(figure, now);
    }
    if (now.getAsDouble() != before.getAsDouble() && other.overlaps(base, part, figure)) {
      return shown(figure, now) + " " + texts.text("notDistinguishable");
    }
    double change = FailIf.change(before.getAsDouble(), now.getAsDouble());
    return Double.isFinite(change)
        ? shown(figure, now) + " " + RatioText.change(change)
        : shown(figure, now);
  }

  private static String shown(Figure figure, OptionalDouble value) {
    if (value.isEmpty()) {
      return DurationText.NONE;
    }
    return figure.kind() == Figure.Kind.COUNT
        ? RatioText.percentage(value.getAsDouble())
        : FigureValue.shown(figure, value.getAsDouble());
  }

  private String name(Part part) {
    RunResult whole = base.whole(part);
    for (Measurement other : others) {
      whole = whole == null ? other.whole(part) : whole;
    }
    return RunName.of(whole, language);
  }
}
