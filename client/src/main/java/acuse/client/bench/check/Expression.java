package acuse.client.bench.check;

/**
 * A condition of {@code --fail-if}: FIGURE OP VALUE. The run fails if it is true.
 *
 * <pre>
 * p99>5ms        loss>0.1%       late>0        rate<450
 * p99>+10%       of a comparison: more than a tenth above the base
 * </pre>
 *
 * @param figure the figure that is held against the limit
 * @param above whether the condition is true above the limit; otherwise below it
 * @param limit in the unit's own measure: 5 for 5ms
 * @param unit the unit of the limit
 * @param text as it was typed
 */
public record Expression(Figure figure, boolean above, double limit, Unit unit, String text) {

  /**
   * Reads the condition of a run.
   *
   * @throws ExpressionException if it does not parse
   */
  public static Expression parse(String text) throws ExpressionException {
    return new ExpressionParser(text, false).parse();
  }

  /**
   * Reads the condition of a comparison, whose value is a change: {@code +10%} or {@code -5%}.
   *
   * @throws ExpressionException if it does not parse
   */
  public static Expression parseChange(String text) throws ExpressionException {
    return new ExpressionParser(text, true).parse();
  }

  /** The limit in nanoseconds, messages, messages per second, or parts of one. */
  public double amount() {
    return limit * unit.factor();
  }

  /** Whether the limit is a share: of the intended messages, or of the base of a comparison. */
  public boolean isShare() {
    return unit == Unit.PERCENT;
  }

  /**
   * Whether the condition is true.
   *
   * @param value in the measure of {@link #amount}
   */
  public boolean isTrueOf(double value) {
    return above ? value > amount() : value < amount();
  }
}
