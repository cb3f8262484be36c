package acuse.client.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.client.bench.Samples;
import acuse.client.bench.result.RunResult;
import acuse.common.protocol.Protocol;
import acuse.common.text.Language;
import acuse.common.text.Texts;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Results held against conditions. */
class FailIfTest {
  private static final Texts ENGLISH = Texts.of(FailIf.class, Language.EN);
  private static final Texts SPANISH = Texts.of(FailIf.class, Language.ES);

  @ParameterizedTest
  @CsvSource({
    "p50>79us, true", "p50>81us, false",
    "p99<81us, true", "p99<79us, false",
    "max>79us, true", "max>81us, false",
    "mean<81us, true", "mean<79us, false",
    "loss>0, false", "loss<1, true",
    "send_lag_p99>1us, false", "send_lag_p99<1us, true",
    "rate<1001, true", "rate<1000, false"
  })
  void failsWhenTheConditionIsTrue(String condition, boolean fails) throws Exception {
    RunResult result = Samples.constant(Protocol.TCP, 10_000, 80_000, 1);
    assertThat(failures(condition, result, ENGLISH)).hasSize(fails ? 1 : 0);
  }

  @Test
  void aShareIsOfTheIntendedMessages() throws Exception {
    RunResult tenOf5000 = Samples.run(Protocol.UDP);
    assertThat(failures("loss>0.2%", tenOf5000, ENGLISH)).isEmpty();
    assertThat(failures("loss>0.19%", tenOf5000, ENGLISH))
        .containsExactly("--fail-if loss>0.19%: UDP, 500/s: loss is 0.2 %");
    assertThat(failures("loss>9", tenOf5000, ENGLISH))
        .containsExactly("--fail-if loss>9: UDP, 500/s: loss is 10");
  }

  @Test
  void saysTheValueInBothLanguages() throws Exception {
    RunResult result = Samples.constant(Protocol.TCP, 1000, 7_310_000, 1);
    assertThat(failures("p99>5ms", result, ENGLISH))
        .containsExactly("--fail-if p99>5ms: TCP, 100/s: p99 is 7.31 ms");
    assertThat(failures("p99>5ms", result, SPANISH))
        .containsExactly("--fail-if p99>5ms: TCP, 100/s: p99 es 7.31 ms");
  }

  @ParameterizedTest
  @CsvSource({"p50, 20", "p90, 100", "p95, 200", "p99, 1000", "p99.9, 10000"})
  void failsWhenThereAreTooFewSamplesAndSaysHowManyAreNeeded(String figure, long needed)
      throws Exception {
    RunResult result = Samples.constant(Protocol.UDP, needed - 1, 80_000, 1);
    assertThat(failures(figure + ">1s", result, ENGLISH))
        .singleElement()
        .asString()
        .endsWith(
            "%s cannot be given: it needs %d messages with a reply, and there are %d"
                .formatted(figure, needed, needed - 1));
    assertThat(failures(figure + ">1s", Samples.constant(Protocol.UDP, needed, 1, 1), ENGLISH))
        .isEmpty();
  }

  @Test
  void aClosedLoopIsJudgedByServiceTimesAndHasNoSendLag() throws Exception {
    RunResult result = Samples.closedLoop(Protocol.TCP);
    assertThat(failures("p99>1s", result, ENGLISH)).isEmpty();
    assertThat(failures("send_lag_p99>1s", result, ENGLISH))
        .containsExactly(
            "--fail-if send_lag_p99>1s: TCP, max: send_lag_p99 cannot be given with --rate max,"
                + " which has no schedule");
  }

  @ParameterizedTest
  @EnumSource(Figure.class)
  void everyFigureHasAValueWhereThereAreEnoughSamples(Figure figure) {
    RunResult result = Samples.constant(Protocol.TCP, 10_000, 80_000, 1);
    assertThat(FigureValue.of(figure, result)).isPresent();
    assertThat(FigureValue.compared(figure, result)).isPresent();
  }

  private static List<String> failures(String condition, RunResult result, Texts texts)
      throws Exception {
    return new FailIf(List.of(Expression.parse(condition)), texts).failures(result);
  }
}
