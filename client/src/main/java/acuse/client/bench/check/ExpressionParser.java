package acuse.client.bench.check;

import acuse.client.bench.check.ExpressionException.Problem;
import acuse.client.bench.check.Figure.Kind;
import java.util.List;

/**
 * Reads one condition, once. Spaces may stand between its parts.
 *
 * <pre>
 * condition = figure op number unit
 * op        = "&lt;" / ">"
 * number    = *DIGIT ["." *DIGIT]          in a comparison after "+" or "-"
 * unit      = "us" / "ms" / "s" / "%" / ""
 * </pre>
 */
final class ExpressionParser {
  /** More digits than any limit needs, few enough to stay exact. */
  private static final int MAX_NUMBER_LENGTH = 15;

  private final String text;
  private final boolean change;
  private int at;

  /**
   * @param change whether the value is a change from a base
   */
  ExpressionParser(String text, boolean change) {
    this.text = text;
    this.change = change;
  }

  Expression parse() throws ExpressionException {
    Figure figure = figure();
    boolean above = isAbove();
    skipSpaces();
    int valueAt = at;
    double sign = sign();
    double number = number();
    skipSpaces();
    int unitAt = at;
    Unit unit = unit(figure);
    skipSpaces();
    if (at < text.length()) {
      throw problem(Problem.END, at);
    }
    check(figure, number, unit, valueAt, unitAt);
    return new Expression(figure, above, sign * number, unit, text);
  }

  private Figure figure() throws ExpressionException {
    skipSpaces();
    int start = at;
    while (at < text.length() && isNameCharacter(text.charAt(at))) {
      at++;
    }
    return Figure.named(text.substring(start, at))
        .orElseThrow(() -> problem(Problem.FIGURE, start));
  }

  private boolean isAbove() throws ExpressionException {
    skipSpaces();
    if (at == text.length() || (text.charAt(at) != '<' && text.charAt(at) != '>')) {
      throw problem(Problem.OPERATOR, at);
    }
    return text.charAt(at++) == '>';
  }

  /** 1, or −1 for a change downwards. */
  private double sign() throws ExpressionException {
    boolean signed = at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-');
    if (signed != change) {
      boolean unwanted = signed && text.charAt(at) == '+';
      throw problem(change ? Problem.CHANGE : unwanted ? Problem.NOTHING_COMPARED : Problem.NUMBER);
    }
    return signed && text.charAt(at++) == '-' ? -1 : 1;
  }

  private double number() throws ExpressionException {
    int start = at;
    while (at < text.length() && isNumberCharacter(text.charAt(at))) {
      at++;
    }
    if (at - start > MAX_NUMBER_LENGTH) {
      throw problem(Problem.NUMBER, start);
    }
    try {
      return Double.parseDouble(text.substring(start, at));
    } catch (NumberFormatException e) { // two points, or no digit
      throw problem(Problem.NUMBER, start);
    }
  }

  private Unit unit(Figure figure) throws ExpressionException {
    for (Unit unit : allowed(figure)) {
      if (!unit.text().isEmpty() && text.startsWith(unit.text(), at)) {
        at += unit.text().length();
        return unit;
      }
    }
    if (change) {
      throw problem(Problem.CHANGE);
    }
    if (figure.kind() == Kind.TIME) {
      throw problem(Problem.UNIT_OF_TIME);
    }
    return Unit.NONE;
  }

  private List<Unit> allowed(Figure figure) {
    if (change) {
      return List.of(Unit.PERCENT);
    }
    return switch (figure.kind()) {
      case TIME -> Unit.OF_TIME;
      case COUNT -> List.of(Unit.PERCENT);
      case RATE -> List.of();
    };
  }

  private void check(Figure figure, double number, Unit unit, int valueAt, int unitAt)
      throws ExpressionException {
    if (change || figure.kind() != Kind.COUNT) {
      return;
    }
    if (unit == Unit.NONE && number != Math.rint(number)) {
      throw problem(Problem.WHOLE_OR_PERCENT, unitAt);
    }
    if (unit == Unit.PERCENT && number > 100) {
      throw problem(Problem.OVER_100_PERCENT, valueAt);
    }
  }

  private void skipSpaces() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private static boolean isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
  }

  private static boolean isNumberCharacter(char c) {
    return (c >= '0' && c <= '9') || c == '.';
  }

  private ExpressionException problem(Problem problem) {
    return problem(problem, at);
  }

  private ExpressionException problem(Problem problem, int position) {
    return new ExpressionException(problem, text, position);
  }
}
