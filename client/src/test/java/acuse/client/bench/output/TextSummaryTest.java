package acuse.client.bench.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.client.bench.Samples;
import acuse.client.bench.result.Interval;
import acuse.client.bench.result.RunResult;
import acuse.client.bench.result.Warning;
import acuse.client.bench.summary.RunName;
import acuse.common.protocol.Protocol;
import acuse.common.testing.BothLanguages;
import acuse.common.text.Language;
import acuse.common.text.Texts;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Results as people read them, to the letter. */
class TextSummaryTest {
  private static final Texts ENGLISH = Texts.of(TextSummary.class, Language.EN);
  private static final Texts SPANISH = Texts.of(TextSummary.class, Language.ES);

  @Test
  void bothLanguagesSayTheSame() {
    BothLanguages.assertSayTheSame(TextSummary.class);
    BothLanguages.assertSayTheSame(RunName.class);
  }

  @Test
  void tcpStandsBesideUdp() {
    assertThat(text(ENGLISH, tcp(80_000), Samples.constant(Protocol.UDP, 5000, 71_000, 1)))
        .isEqualTo(
            """
            500/s for 10s, 64 bytes each; connections: 1; warm-up 1s, timeout 2s

            500/s                          TCP            UDP
            messages                      5000           5000
            answered              5000 (100 %)   5000 (100 %)
            lost                             0              0
            answered per second          500/s          500/s
            latency p50                  80 µs          71 µs
            latency p90                  80 µs          71 µs
            latency p95                  80 µs          71 µs
            latency p99                  80 µs          71 µs
            latency p99.9                    -              -
            latency max                  80 µs          71 µs
            latency mean                 80 µs          71 µs
            jitter (RFC 3550)                -          12 µs

            A dash stands for a percentile with fewer than ten messages beyond it: \
            p99 needs 1000 messages, p99.9 needs 10000
            """);
  }

  @Test
  void theSameInSpanish() {
    assertThat(text(SPANISH, tcp(80_000)))
        .isEqualTo(
            """
            500/s durante 10s, 64 bytes cada uno; conexiones: 1; calentamiento 1s, espera 2s

            500/s                             TCP
            mensajes                         5000
            con respuesta            5000 (100 %)
            perdidos                            0
            respuestas por segundo          500/s
            latencia p50                    80 µs
            latencia p90                    80 µs
            latencia p95                    80 µs
            latencia p99                    80 µs
            latencia p99.9                      -
            latencia máx.                   80 µs
            latencia media                  80 µs

            Un guion ocupa el lugar de un percentil con menos de diez mensajes más allá: \
            p99 necesita 1000 mensajes; p99.9, 10000
            """);
  }

  @Test
  void saysWhereDatagramsWereLost() {
    assertThat(text(ENGLISH, Samples.run(Protocol.UDP)))
        .containsPattern("lost +10 \\(0.2 %\\)\nmost lost in a row +3\n")
        .contains(
            "UDP, 500/s: 10 lost; this machine dropped 10 datagrams for a full receive buffer and 0"
                + " for a full send buffer (all programs of this network namespace)\n");
  }

  @Test
  void showsServiceTimeAndSendLagOnlyIfTheyDiffer() {
    assertThat(text(ENGLISH, tcp(80_000))).doesNotContain("service time", "send lag");
    assertThat(text(ENGLISH, Samples.run(Protocol.TCP)))
        .contains("service time p50", "send lag p99");
  }

  @Test
  void aClosedLoopShowsServiceTimesAndSaysWhy() {
    assertThat(text(ENGLISH, Samples.closedLoop(Protocol.TCP)))
        .startsWith(
            "max for 10s, 64 bytes each; connections: 1; warm-up 1s, timeout 2s; window: 32")
        .contains("service time p99 ", "there is no schedule, and no latency to tell")
        .doesNotContain("latency p50");
  }

  @Test
  void ratesAndRepetitionsHaveARowEach() {
    assertThat(
            text(
                ENGLISH,
                Samples.run(Protocol.TCP, 500, 1, 1, 0),
                Samples.run(Protocol.TCP, 500, 1, 2, 1)))
        .contains("rate           TCP p50", "500/s, no. 1", "500/s, no. 2")
        .containsPattern("messages +10000\n")
        .endsWith("TCP, 500/s, repetition 2: messages without a reply in time: 1\n");
    assertThat(
            text(
                SPANISH,
                Samples.run(Protocol.UDP, 200, 1, 1, 0),
                Samples.run(Protocol.UDP, 1000, 2, 1, 100)))
        .contains("ritmo    UDP p50   UDP p99   UDP perdidos\n")
        .containsPattern("1000/s .* 1 %\n");
  }

  @Test
  void warningsAreSentences() {
    assertThat(text(ENGLISH, Samples.late(tcp(80_000))))
        .endsWith(
            "TCP, 500/s: warning: this client itself sent late, so its latencies are not valid;"
                + " use a lower rate or a quieter machine\n");
  }

  @ParameterizedTest
  @EnumSource(Warning.class)
  void everyWarningIsASentenceThatNamesItsResult(Warning warning) {
    RunResult result = Samples.warned(tcp(80_000), warning);
    for (Texts texts : List.of(ENGLISH, SPANISH)) {
      assertThat(Notes.warnings(result, texts))
          .singleElement()
          .asString()
          .startsWith("TCP, 500/s: ");
    }
  }

  @Test
  void inAPipeEachIntervalHasALine() throws Exception {
    String[] lines = written(false).split("\n", -1);
    assertThat(lines[0])
        .matches(
            "UDP, 500/s   1 s   answered 500   lost 0   p50 \\d+ µs   p90 \\d+ µs   p99 -"
                + "   max \\S+ [µm]s");
    assertThat(lines[3]).startsWith("UDP, 500/s   4 s   answered 490   lost 10   ");
    assertThat(lines[10]).isEmpty();
    assertThat(lines[11]).startsWith("500/s for 10s");
  }

  @Test
  void atATerminalOneLineIsWrittenAgain() throws Exception {
    String text = written(true);
    String running = text.substring(0, text.indexOf("500/s for 10s"));
    assertThat(running).doesNotContain("\n").startsWith("\rUDP, 500/s   1 s").endsWith(" \r");
    assertThat(running.chars().filter(c -> c == '\r').count()).isEqualTo(12);
  }

  private static String written(boolean terminal) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TextLines lines = new TextLines(out, terminal, ENGLISH);
    RunResult result = Samples.run(Protocol.UDP);
    lines.began("9F3A0C11", Protocol.UDP, result.load(), 1, 1, result.startMillis());
    for (Interval interval : Samples.intervals(result)) {
      lines.passed(interval);
    }
    lines.ended(result);
    lines.finish();
    return out.toString(UTF_8);
  }

  private static RunResult tcp(long nanos) {
    return Samples.constant(Protocol.TCP, 5000, nanos, 1);
  }

  private static String text(Texts texts, RunResult... results) {
    return String.join("\n", TextSummary.lines(List.of(results), texts)) + "\n";
  }
}
