package acuse.server.impair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.common.protocol.Protocol;
import acuse.common.text.Language;
import acuse.common.text.Texts;
import acuse.server.AcuseServer;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImpairTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "udp-out:loss=2 | udp-out:loss=2",
        "udp:loss=7+5+2+2 | udp-in:loss=2+5+7 udp-out:loss=2+5+7",
        "tcp-in:loss=20% | tcp-in:loss=20%",
        "tcp-in:loss=0.125% | tcp-in:loss=0.125%",
        "tcp-in:loss=0% | tcp-in:loss=0%",
        "tcp-in:loss=100.0% | tcp-in:loss=100%",
        "tcp-in:loss=every:3 | tcp-in:loss=every:3",
        "tcp-in:loss=first:2 | tcp-in:loss=first:2",
        "tcp-in:loss=ge:1%/30% | tcp-in:loss=ge:1%/30%",
        "tcp-in:loss=ge:1%/30%/100%/0% | tcp-in:loss=ge:1%/30%",
        "tcp-in:loss=ge:1%/30%/80% | tcp-in:loss=ge:1%/30%/80%",
        "tcp-in:loss=ge:1%/30%/100%/2% | tcp-in:loss=ge:1%/30%/100%/2%",
        "tcp-in:delay=50ms | tcp-in:delay=50ms",
        "tcp-in:delay=1000ms+-10ms | tcp-in:delay=1s±10ms",
        "tcp-in:delay=50ms±10ms/normal | tcp-in:delay=50ms±10ms/normal",
        "tcp-in:delay=50ms±10ms/pareto | tcp-in:delay=50ms±10ms/pareto",
        "tcp-in:rate=1mbit | tcp-in:rate=1mbit",
        "tcp-in:rate=1000bit | tcp-in:rate=1kbit",
        "tcp-in:rate=1500bit | tcp-in:rate=1500bit",
        "tcp:stall=5s | tcp:stall=5s",
        "udp:stall=300s@10 | udp:stall=5m@10",
        "stall=5s@1 | tcp:stall=5s udp:stall=5s",
        "mute=2 | tcp-out:mute=2 udp-out:mute=2",
        "udp:mute=2 | udp-out:mute=2",
        "tcp:reset=2,fin=3 | tcp-out:reset=2,fin=3",
        "tcp-out:slice=3,slice-gap=50ms,glue=2 | tcp-out:slice=3,slice-gap=50ms,glue=2",
        "udp-in:reorder-depth=4,reorder=every:2 | udp-in:reorder=every:2,reorder-depth=4",
        "duplicate=1,corrupt=1 | udp-in:duplicate=1,corrupt=1 udp-out:duplicate=1,corrupt=1",
      })
  void faultsAreWrittenAsTheyAreRead(String given, String written) {
    List<String> texts = ImpairConfig.of(1, given).texts();
    assertThat(String.join(" ", texts)).isEqualTo(written);
    assertThat(ImpairConfig.of(1, texts.toArray(new String[0])).faults())
        .isEqualTo(ImpairConfig.of(1, given).faults());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "loss | impair.noValue",
        "'' | impair.noValue",
        "loss=1, | impair.noValue",
        "lost=1 | impair.fault",
        "Loss=1 | impair.fault",
        "any:loss=1 | impair.scope",
        ":loss=1 | impair.scope",
        "loss=1,udp:delay=5ms | impair.scopeInside",
        "loss=1,udp-in:loss=1 | impair.scopeInside",
        "loss= | impair.which",
        "loss=0 | impair.which",
        "loss=1++2 | impair.which",
        "loss=-1 | impair.which",
        "loss=every:0 | impair.which",
        "loss=first:x | impair.which",
        "loss=ge:1% | impair.which",
        "loss=ge:1%/2%/3%/4%/5% | impair.which",
        "loss=ge:1/2% | impair.percent",
        "loss=100.1% | impair.percent",
        "loss=-1% | impair.percent",
        "loss=1e1% | impair.percent",
        "delay=5 | impair.delay",
        "delay=0ms | impair.delay",
        "delay=5ms/normal | impair.delay",
        "delay=5ms+-1ms/gauss | impair.delay",
        "delay=5ms±±1ms | impair.delay",
        "rate=0mbit | impair.rate",
        "rate=5 | impair.rate",
        "rate=999999gbit | impair.rate",
        "stall=5s@0 | impair.stall",
        "stall=@5 | impair.stall",
        "slice=0 | impair.count",
        "slice=3,slice-gap=3 | impair.time",
        "loss=1,loss=2 | impair.twice",
        "reorder-depth=3 | impair.unmeasured",
        "slice-gap=3ms | impair.unmeasured",
        "tcp:duplicate=1 | impair.noDuplicate",
        "tcp-in:duplicate=1 | impair.noDuplicate",
        "tcp:corrupt=1 | impair.noCorrupt",
        "tcp-out:reorder=1 | impair.noReorder",
        "tcp:reorder-depth=1 | impair.noReorder",
        "udp:reset=1 | impair.noConnection",
        "udp-out:fin=1 | impair.noConnection",
        "udp:slice=1 | impair.noStream",
        "udp:glue=1 | impair.noStream",
        "tcp-in:mute=1 | impair.repliesOnly",
        "udp-in:mute=1 | impair.repliesOnly",
        "tcp-in:reset=1 | impair.repliesOnly",
        "tcp-in:slice=1 | impair.repliesOnly",
        "tcp-in:stall=1s | impair.stallHasNoDirection",
        "tcp-out:stall=1s | impair.stallHasNoDirection",
        "udp-out:stall=1s | impair.stallHasNoDirection",
      })
  void aFaultThatCannotBeIsRefusedInBothLanguages(String given, String key) {
    assertThatThrownBy(() -> ImpairConfig.of(1, given))
        .isInstanceOfSatisfying(
            InvalidFaultException.class,
            refusal -> {
              assertThat(refusal.textKey()).isEqualTo(key);
              for (Language language : Language.values()) {
                Texts texts = Texts.of(AcuseServer.class, language);
                assertThat(texts.text(key, refusal.textValues())).doesNotContain("%s");
              }
            });
  }

  @Test
  void theSameFaultMayNotStandTwiceForOnePathHoweverItIsScoped() {
    assertThatThrownBy(() -> ImpairConfig.of(1, "udp:loss=1", "udp-in:loss=2"))
        .isInstanceOf(InvalidFaultException.class);
    assertThat(ImpairConfig.of(1, "udp-out:loss=1", "udp-in:loss=2").texts())
        .containsExactly("udp-in:loss=2", "udp-out:loss=1");
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aScopeThatIsShutOutIsRefused(Protocol only) {
    Protocol other = only == Protocol.TCP ? Protocol.UDP : Protocol.TCP;
    String word = Scope.word(other);
    for (String text : List.of(word + ":loss=1", word + "-in:loss=1", word + ":stall=1s")) {
      assertThatThrownBy(
              () -> ImpairText.parse(List.of(text), new ImpairText.Wires(Set.of(only), Set.of())))
          .isInstanceOfSatisfying(
              InvalidFaultException.class,
              refusal -> assertThat(refusal.textKey()).isEqualTo("impair.shutOut"));
    }
    assertThat(
            ImpairText.parse(List.of("loss=1"), new ImpairText.Wires(Set.of(only), Set.of()))
                .keySet())
        .allMatch(path -> path.protocol() == only);
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001})
  void aListIsNotEndless(int numbers) {
    String text = "loss=1" + "+1".repeat(numbers - 1);
    if (numbers == 1000) {
      assertThat(ImpairConfig.of(1, text).isNone()).isFalse();
    } else {
      assertThatThrownBy(() -> ImpairConfig.of(1, text)).hasMessage("impair.tooManyNumbers");
    }
  }

  @Test
  void textThatIsShownHoldsNoControlCharactersAndIsNotEndless() {
    assertThatThrownBy(() -> ImpairConfig.of(1, "\033[31m" + "x".repeat(5000) + "=1"))
        .isInstanceOfSatisfying(
            InvalidFaultException.class,
            refusal ->
                assertThat(refusal.textValues()[0].toString())
                    .hasSizeLessThan(250)
                    .doesNotMatch(Pattern.compile(".*\\p{Cntrl}.*")));
  }
}
