package acuse.client.bench.check;

import acuse.common.text.TerminalText;
import acuse.common.text.Texts;
import java.util.Locale;

/** A condition does not parse. The user's mistake, so nobody needs its stack. */
public final class ExpressionException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The thing that is missing or wrong at the place. */
  enum Problem {
    FIGURE,
    OPERATOR,
    NUMBER,
    /** A duration without a unit, or with another than us, ms and s. */
    UNIT_OF_TIME,
    /** Half a message. */
    WHOLE_OR_PERCENT,
    /** A percentage above 100 of the intended messages. */
    OVER_100_PERCENT,
    /** A comparison wants +10% or -10%. */
    CHANGE,
    /** +10% stands where nothing is compared. */
    NOTHING_COMPARED,
    /** Something follows the value. */
    END
  }

  private final Problem problem;
  private final String expression;
  private final int position;

  ExpressionException(Problem problem, String expression, int position) {
    super(
        "problem=" + problem + " expression=" + expression + " position=" + position,
        null,
        false,
        false);
    this.problem = problem;
    this.expression = expression;
    this.position = position;
  }

  Problem problem() {
    return problem;
  }

  /** The index of the first character that is wrong; the length of the text if it is too short. */
  int position() {
    return position;
  }

  /**
   * A sentence, then the condition, then a caret under the place: three lines.
   *
   * <pre>
   * expected us, ms or s behind the number
   *   p99>5 min
   *         ^
   * </pre>
   */
  public String describe(Texts texts) {
    String sentence =
        Texts.of(ExpressionException.class, texts.language())
            .text(
                "expression." + problem.name().toLowerCase(Locale.ROOT),
                String.join(", ", Figure.names()));
    String before = TerminalText.escape(expression.substring(0, position));
    String caret = " ".repeat(before.codePointCount(0, before.length())) + "^";
    return sentence + "\n  " + TerminalText.escape(expression) + "\n  " + caret;
  }
}
