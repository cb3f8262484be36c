package acuse.client.bench.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import acuse.common.testing.BothLanguages;
import acuse.common.text.Language;
import acuse.common.text.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Conditions as people type them. */
class ExpressionTest {
  @Test
  void bothLanguagesSayTheSame() {
    BothLanguages.assertSayTheSame(Expression.class);
  }

  @ParameterizedTest
  @EnumSource(Figure.class)
  void everyFigureCanBeNamed(Figure figure) throws Exception {
    String value =
        switch (figure.kind()) {
          case TIME -> "5ms";
          case COUNT -> "3";
          case RATE -> "450";
        };
    Expression above = Expression.parse(figure.text() + ">" + value);
    assertThat(above.figure()).isEqualTo(figure);
    assertThat(above.above()).isTrue();
    assertThat(Expression.parse(figure.text() + "<" + value).above()).isFalse();
    assertThat(Expression.parseChange(figure.text() + ">+10%").amount()).isEqualTo(0.1);
  }

  @ParameterizedTest
  @CsvSource({
    "p99>500us, 500000",
    "p99>5ms, 5000000",
    "p99>1.5s, 1500000000",
    "' p99.9  <  2 ms ', 2000000",
    "loss>0.1%, 0.001",
    "loss>0, 0",
    "late>12, 12",
    "rate<450.5, 450.5",
    "send_lag_p99>200us, 200000"
  })
  void valuesAreInNanosecondsMessagesSharesOrMessagesPerSecond(String text, double amount)
      throws Exception {
    assertThat(Expression.parse(text).amount()).isEqualTo(amount);
  }

  @Test
  void aChangeGoesUpOrDown() throws Exception {
    assertThat(Expression.parseChange("p99 > +10%").amount()).isEqualTo(0.1);
    assertThat(Expression.parseChange("rate<-5%").amount()).isEqualTo(-0.05);
  }

  @Test
  void theLimitItselfIsNeitherAboveNorBelow() throws Exception {
    assertThat(Expression.parse("loss>3").isTrueOf(3)).isFalse();
    assertThat(Expression.parse("loss>3").isTrueOf(4)).isTrue();
    assertThat(Expression.parse("loss<3").isTrueOf(3)).isFalse();
    assertThat(Expression.parse("loss<3").isTrueOf(2)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'', FIGURE, 0",
    "p98>5ms, FIGURE, 0",
    "' P99>5ms', FIGURE, 1",
    "'p99', OPERATOR, 3",
    "'p99 =5ms', OPERATOR, 4",
    "'p99>', NUMBER, 4",
    "'p99>=5ms', NUMBER, 4",
    "'p99>-5ms', NUMBER, 4",
    "'p99>1.2.3ms', NUMBER, 4",
    "'p99>1234567890123456ms', NUMBER, 4",
    "'p99>5', UNIT_OF_TIME, 5",
    "'p99>5%', UNIT_OF_TIME, 5",
    "'p99>5 min', UNIT_OF_TIME, 6",
    "'p99>5msx', END, 7",
    "'loss>0.5', WHOLE_OR_PERCENT, 8",
    "'loss>101%', OVER_100_PERCENT, 5",
    "'loss>5ms', END, 6",
    "'rate<450%', END, 8",
    "'p99>+10%', NOTHING_COMPARED, 4"
  })
  void aMistakeIsShownWhereItStands(
      String text, ExpressionException.Problem problem, int position) {
    ExpressionException mistake =
        catchThrowableOfType(ExpressionException.class, () -> Expression.parse(text));
    assertThat(mistake.problem()).isEqualTo(problem);
    assertThat(mistake.position()).isEqualTo(position);
  }

  @ParameterizedTest
  @CsvSource({"p99>10%, 4", "p99>+10, 7", "p99>+10ms, 7"})
  void aComparisonWantsAChangeInPercent(String text, int position) {
    ExpressionException mistake =
        catchThrowableOfType(ExpressionException.class, () -> Expression.parseChange(text));
    assertThat(mistake.problem()).isEqualTo(ExpressionException.Problem.CHANGE);
    assertThat(mistake.position()).isEqualTo(position);
  }

  @Test
  void theCaretStandsUnderThePlace() {
    ExpressionException mistake =
        catchThrowableOfType(ExpressionException.class, () -> Expression.parse("p99>5 hours"));
    assertThat(mistake.describe(Texts.of(Expression.class, Language.EN)))
        .isEqualTo(
            """
            expected us, ms or s behind the number
              p99>5 hours
                    ^""");
    assertThat(mistake.describe(Texts.of(Expression.class, Language.ES)))
        .isEqualTo(
            """
            se esperaba us, ms o s tras el número
              p99>5 hours
                    ^""");
  }

  @Test
  void theCaretKeepsItsPlaceBehindWhatIsEscaped() {
    ExpressionException mistake =
        catchThrowableOfType(ExpressionException.class, () -> Expression.parse("p99>5ms\u001b"));
    assertThat(mistake.describe(Texts.of(Expression.class, Language.EN)))
        .endsWith("  p99>5ms\\x1b\n         ^");
  }
}
