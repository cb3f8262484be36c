package acuse.client.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import acuse.client.bench.Samples;
import acuse.client.bench.check.Expression;
import acuse.client.bench.output.ResultJson;
import acuse.client.bench.result.RunResult;
import acuse.client.bench.summary.Merge;
import acuse.common.protocol.Protocol;
import acuse.common.testing.BothLanguages;
import acuse.common.text.Language;
import acuse.common.text.Texts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Results read back and held against each other. */
class ComparisonTest {
  private static final Texts ENGLISH = Texts.of(Comparison.class, Language.EN);
  private static final Texts SPANISH = Texts.of(Comparison.class, Language.ES);

  @TempDir private Path folder;

  @Test
  void bothLanguagesSayTheSame() {
    BothLanguages.assertSayTheSame(Comparison.class);
  }

  @Test
  void aResultComesBackAsItWas() throws Exception {
    for (RunResult result :
        List.of(
            Samples.run(Protocol.UDP),
            Samples.late(Samples.run(Protocol.UDP, 1000, 2, 3, 7)),
            Samples.closedLoop(Protocol.TCP))) {
      assertThat(ResultReader.read(file("r", result))).containsExactly(result);
    }
  }

  @Test
  void theWholeOutputOfARunCanBeRead() throws Exception {
    RunResult result = Samples.run(Protocol.TCP);
    Path file = folder.resolve("lines.json");
    Files.writeString(
        file,
        ResultJson.start("9F3A0C11", Protocol.TCP, 1, 1, 0, result.load())
            + "\n"
            + ResultJson.interval("9F3A0C11", Samples.intervals(result).get(0))
            + "\n\n"
            + ResultJson.end(result));
    assertThat(ResultReader.read(file)).containsExactly(result);
  }

  @Test
  void mergingIsTheSameAsRecordingAllInOne() {
    RunResult first = Samples.run(Protocol.UDP, 500, 1, 1, 3);
    RunResult second = Samples.run(Protocol.UDP, 700, 1, 2, 4);
    Histogram all = first.histograms().latency().copy();
    all.add(second.histograms().latency());
    RunResult atOnce = Merge.atOnce(List.of(first, second));
    assertThat(atOnce.histograms().latency()).isEqualTo(all);
    assertThat(atOnce.counts().intended()).isEqualTo(12_000);
    assertThat(atOnce.counts().lost()).isEqualTo(7);
    assertThat(atOnce.load().rate()).hasValue(1200);
    assertThat(atOnce.answeredPerSecond()).isCloseTo(1199.3, within(1e-6));
    RunResult inTurn = Merge.inTurn(List.of(first, second));
    assertThat(inTurn.histograms().latency()).isEqualTo(all);
    assertThat(inTurn.load().rate()).hasValue(600);
  }

  @Test
  void eachColumnIsHeldAgainstTheFirst() throws Exception {
    assertThat(
            compare(
                ENGLISH,
                List.of(
                    List.of(file("base", Samples.constant(Protocol.TCP, 1000, 100_000, 1))),
                    List.of(file("new", Samples.constant(Protocol.TCP, 1000, 120_000, 1))),
                    List.of(file("other", Samples.constant(Protocol.UDP, 1000, 90_000, 1))))))
        .isEqualTo(
            """
            TCP, 100/s     base.json         new.json   other.json
            messages            1000             1000            -
            answered           100/s     100/s +0.0 %            -
            p50               100 µs   120 µs +20.0 %            -
            p90               100 µs   120 µs +20.0 %            -
            p95               100 µs   120 µs +20.0 %            -
            p99               100 µs   120 µs +20.0 %            -
            p99.9                  -                -            -
            max               100 µs   120 µs +20.0 %            -
            mean              100 µs   120 µs +20.0 %            -
            lost                 0 %       0 % +0.0 %            -
            send lag p99        0 µs      0 µs +0.0 %            -

            UDP, 100/s     base.json   new.json   other.json
            messages               -          -         1000
            answered               -          -        100/s
            p50                    -          -        90 µs
            p90                    -          -        90 µs
            p95                    -          -        90 µs
            p99                    -          -        90 µs
            p99.9                  -          -            -
            max                    -          -        90 µs
            mean                   -          -        90 µs
            lost                   -          -          0 %
            send lag p99           -          -         0 µs
            """);
  }

  @Test
  void resultsOfAnotherRateAreNotHeldAgainstEachOther() throws Exception {
    Path slow = file("slow", Samples.run(Protocol.TCP, 100, 1, 1, 0));
    Path fast = file("fast", Samples.run(Protocol.TCP, 200, 1, 1, 0));
    assertThat(compare(ENGLISH, List.of(slow), List.of(fast)))
        .containsPattern("TCP, 100/s +slow.json +fast.json\nmessages +\\d+ +-\n")
        .containsPattern("TCP, 200/s +slow.json +fast.json\nmessages +- +\\d+\n");
  }

  @Test
  void filesOfClientsThatRanAtOnceAreOneColumn() throws Exception {
    Path one = file("one", Samples.constant(Protocol.TCP, 1000, 100_000, 1));
    Path two = file("two", Samples.constant(Protocol.TCP, 1000, 300_000, 1));
    assertThat(compare(SPANISH, List.of(one), List.of(one, two)))
        .contains("TCP, 100/s", "one.json +1\n")
        .containsPattern("mensajes +1000 +2000\n")
        .containsPattern("p50 +100 µs +100 µs \\+0.0 %\n")
        .containsPattern("p90 +100 µs +300 µs \\+\\d+.\\d %\n");
  }

  @Test
  void rangesThatOverlapAreNotDistinguishable() throws Exception {
    Path base = repeated("base", 100_000, 110_000, 120_000);
    assertThat(compare(ENGLISH, List.of(base), List.of(repeated("x", 119_000, 130_000, 140_000))))
        .containsPattern("p50 +110 µs +130 µs not distinguishable\n");
    assertThat(compare(SPANISH, List.of(base), List.of(repeated("x", 119_000, 130_000, 140_000))))
        .containsPattern("p50 +110 µs +130 µs no se distingue\n");
    assertThat(compare(ENGLISH, List.of(base), List.of(repeated("x", 125_000, 130_000, 140_000))))
        .containsPattern("p50 +110 µs +130 µs \\+1\\d.\\d %\n");
  }

  @Test
  void twoRepetitionsHaveNoRange() throws Exception {
    Path base = repeated("base", 100_000, 120_000);
    assertThat(compare(ENGLISH, List.of(base), List.of(repeated("x", 110_000, 130_000))))
        .doesNotContain("not distinguishable");
  }

  @ParameterizedTest
  @CsvSource({"p99>+10%, true", "p99>+30%, false", "rate<-5%, false", "loss>+1%, false"})
  void aChangeCanFail(String condition, boolean fails) throws Exception {
    Comparison comparison =
        Comparison.read(
            List.of(
                List.of(file("base", Samples.constant(Protocol.TCP, 1000, 100_000, 1))),
                List.of(file("new", Samples.constant(Protocol.TCP, 1000, 120_000, 1)))),
            ENGLISH);
    List<String> failures = comparison.failures(List.of(Expression.parseChange(condition)));
    assertThat(failures).hasSize(fails ? 1 : 0);
    if (fails) {
      assertThat(failures)
          .containsExactly(
              "--fail-if p99>+10%: TCP, 100/s, new.json: p99 is 120 µs, the base 100 µs");
    }
  }

  @Test
  void aChangeThatCannotBeGivenFails() throws Exception {
    Comparison comparison =
        Comparison.read(
            List.of(
                List.of(file("base", Samples.constant(Protocol.TCP, 999, 100_000, 1))),
                List.of(file("new", Samples.constant(Protocol.TCP, 999, 120_000, 1)))),
            ENGLISH);
    assertThat(comparison.failures(List.of(Expression.parseChange("p99>+10%"))))
        .singleElement()
        .asString()
        .contains("p99 cannot be given");
  }

  @Test
  void fromNoLossToSomeIsAnInfiniteChange() throws Exception {
    Comparison comparison =
        Comparison.read(
            List.of(
                List.of(file("base", Samples.run(Protocol.UDP, 500, 1, 1, 0))),
                List.of(file("new", Samples.run(Protocol.UDP, 500, 1, 1, 1)))),
            ENGLISH);
    assertThat(comparison.failures(List.of(Expression.parseChange("loss>+500%")))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hola | 'x.json' is no result of client bench: a line of it is not JSON",
        "[] | 'x.json' is no result of client bench: a line of it is not JSON",
        "{} | 'x.json' is no result of client bench: a line of it names no schema",
        "{\"schema\":\"acuse.bench/2\"} | 'x.json' is no result that this version reads:"
            + " its schema is 'acuse.bench/2', not 'acuse.bench/1'",
        "{\"schema\":\"acuse.bench/1\",\"event\":\"start\"} | 'x.json' has no result:"
            + " it has no line \"event\":\"end\"",
        "{\"schema\":\"acuse.bench/1\",\"event\":\"end\"} | 'x.json' is a damaged result:"
            + " 'run' is missing or wrong"
      },
      quoteCharacter = '`')
  void filesThatAreNoResultsAreSaidToBeNone(String content, String sentence) throws Exception {
    Path file = folder.resolve("x.json");
    Files.writeString(file, content + "\n");
    assertThat(complaint(file)).isEqualTo(sentence.replace("x.json", file.toString()));
  }

  @Test
  void noFileAndAnEmptyOneAreNoResults() throws Exception {
    assertThat(complaint(folder.resolve("none"))).endsWith("none' cannot be read");
    assertThat(complaint(Files.createFile(folder.resolve("empty")))).contains("has no result");
  }

  @ParameterizedTest
  @CsvSource({
    "run",
    "protocol",
    "config",
    "counts",
    "valid",
    "warnings",
    "histograms",
    "rate",
    "sent",
    "service_time",
    "start_ms"
  })
  void aMissingMemberIsNamed(String member) throws Exception {
    String line = ResultJson.end(Samples.run(Protocol.TCP)).toString();
    Path file = folder.resolve("x.json");
    Files.writeString(file, line.replace("\"" + member + "\":", "\"other\":"));
    assertThat(complaint(file)).endsWith("'" + member + "' is missing or wrong");
  }

  @Test
  void aDamagedHistogramIsNamed() throws Exception {
    String line = ResultJson.end(Samples.run(Protocol.TCP)).toString();
    Path file = folder.resolve("x.json");
    Files.writeString(
        file, line.replaceFirst("\"latency\":\"[^\"]*\"", "\"latency\":\"HISTFAAAAAAA\""));
    assertThat(complaint(file)).endsWith("'latency' is missing or wrong");
  }

  private static String complaint(Path file) {
    return catchThrowableOfType(NotAResultException.class, () -> ResultReader.read(file))
        .describe(ENGLISH);
  }

  private Path repeated(String name, long... nanos) throws Exception {
    List<RunResult> results = new ArrayList<>();
    for (int i = 0; i < nanos.length; i++) {
      results.add(Samples.constant(Protocol.TCP, 1000, nanos[i], i + 1));
    }
    return file(name, results.toArray(RunResult[]::new));
  }

  private Path file(String name, RunResult... results) throws Exception {
    Path file = folder.resolve(name + ".json");
    Files.write(file, Stream.of(results).map(result -> ResultJson.end(result).toString()).toList());
    return file;
  }

  private static String compare(Texts texts, List<Path> base, List<Path> other) throws Exception {
    return compare(texts, List.of(base, other));
  }

  private static String compare(Texts texts, List<List<Path>> columns) throws Exception {
    return String.join("\n", Comparison.read(columns, texts).lines()) + "\n";
  }
}
