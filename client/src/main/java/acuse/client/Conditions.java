package acuse.client;

import acuse.client.bench.check.Expression;
import acuse.client.bench.check.ExpressionException;
import acuse.common.command.UsageException;
import acuse.common.text.Texts;
import java.util.ArrayList;
import java.util.List;

/** The values of {@code --fail-if}. */
final class Conditions {
  static final String OPTION = "--fail-if";

  /** Between several, so that a variable can give more than one. */
  static final String SEPARATOR = ",";

  private Conditions() {}

  /**
   * The conditions of a run.
   *
   * @throws UsageException if one does not parse
   */
  static List<Expression> of(List<String> given, Texts texts) {
    return parse(given, texts, Expression::parse);
  }

  /**
   * The conditions of a comparison.
   *
   * @throws UsageException if one does not parse
   */
  static List<Expression> ofChanges(List<String> given, Texts texts) {
    return parse(given, texts, Expression::parseChange);
  }

  private interface Parser {
    Expression parse(String text) throws ExpressionException;
  }

  private static List<Expression> parse(List<String> given, Texts texts, Parser parser) {
    List<Expression> conditions = new ArrayList<>();
    for (String text : given) {
      try {
        conditions.add(parser.parse(text));
      } catch (ExpressionException e) {
        throw new UsageException("bench.failIf", OPTION, e.describe(texts));
      }
    }
    return conditions;
  }
}
