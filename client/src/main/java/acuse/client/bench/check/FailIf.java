package acuse.client.bench.check;

import acuse.client.bench.check.Figure.Kind;
import acuse.client.bench.result.RunResult;
import acuse.client.bench.summary.RatioText;
import acuse.client.bench.summary.RunName;
import acuse.common.text.TerminalText;
import acuse.common.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/** Holds results against the conditions of {@code --fail-if}, and tells of each that fails. */
public final class FailIf {
  private final List<Expression> conditions;
  private final Texts texts;

  /**
   * @param conditions all of a run, or all of a comparison
   * @param language of the sentences
   */
  public FailIf(List<Expression> conditions, Texts language) {
    this.conditions = conditions;
    this.texts = Texts.of(FailIf.class, language.language());
  }

  /** A sentence for each condition that fails {@code result}; none if the result passes. */
  public List<String> failures(RunResult result) {
    List<String> sentences = new ArrayList<>();
    for (Expression condition : conditions) {
      failure(condition, result).ifPresent(sentences::add);
    }
    return sentences;
  }

  /**
   * A sentence for each condition that the change from {@code base} to {@code result} fails; none
   * if the change passes.
   *
   * @param name of the result, for people
   * @param base null if there is nothing to compare with
   * @param result null if there is nothing to compare
   */
  public List<String> failures(String name, RunResult base, RunResult result) {
    List<String> sentences = new ArrayList<>();
    for (Expression condition : conditions) {
      failure(condition, name, base, result).ifPresent(sentences::add);
    }
    return sentences;
  }

  /** The relative change; 0 if both are 0, infinite from 0 to something. */
  public static double change(double before, double now) {
    return before == now ? 0 : (now - before) / before;
  }

  private Optional<String> failure(
      Expression condition, String name, RunResult base, RunResult result) {
    Figure figure = condition.figure();
    OptionalDouble before =
        base == null ? OptionalDouble.empty() : FigureValue.compared(figure, base);
    OptionalDouble now =
        result == null ? OptionalDouble.empty() : FigureValue.compared(figure, result);
    if (before.isEmpty() || now.isEmpty()) {
      return Optional.of(texts.text("ungiven.side", typed(condition), name, figure.text()));
    }
    return condition.isTrueOf(change(before.getAsDouble(), now.getAsDouble()))
        ? Optional.of(
            texts.text(
                "failed.change",
                typed(condition),
                name,
                figure.text(),
                compared(figure, now.getAsDouble()),
                compared(figure, before.getAsDouble())))
        : Optional.empty();
  }

  private static String compared(Figure figure, double value) {
    return figure.kind() == Kind.COUNT
        ? RatioText.percentage(value)
        : FigureValue.shown(figure, value);
  }

  private Optional<String> failure(Expression condition, RunResult result) {
    Figure figure = condition.figure();
    OptionalDouble value =
        condition.isShare() ? FigureValue.shareOf(figure, result) : FigureValue.of(figure, result);
    if (value.isEmpty()) {
      return Optional.of(ungiven(condition, result));
    }
    if (!condition.isTrueOf(value.getAsDouble())) {
      return Optional.empty();
    }
    String shown =
        condition.isShare()
            ? RatioText.percentage(value.getAsDouble())
            : FigureValue.shown(figure, value.getAsDouble());
    return Optional.of(texts.text("failed", typed(condition), name(result), figure.text(), shown));
  }

  /** Says how many samples are needed. */
  private String ungiven(Expression condition, RunResult result) {
    Figure figure = condition.figure();
    if (figure.kind() != Kind.TIME) {
      return texts.text(
          "ungiven.intended",
          typed(condition),
          name(result),
          figure.text(),
          1L,
          result.counts().intended());
    }
    Histogram durations = FigureValue.durations(figure, result);
    if (durations == null) {
      return texts.text("ungiven.closed", typed(condition), name(result), figure.text());
    }
    return texts.text(
        figure == Figure.SEND_LAG_P99 ? "ungiven.sent" : "ungiven.samples",
        typed(condition),
        name(result),
        figure.text(),
        FigureValue.valuesNeeded(figure),
        durations.getTotalCount());
  }

  private String name(RunResult result) {
    return RunName.of(result, texts);
  }

  private static String typed(Expression condition) {
    return TerminalText.escape(condition.text());
  }
}
