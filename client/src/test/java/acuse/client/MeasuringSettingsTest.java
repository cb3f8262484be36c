package acuse.client;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.client.bench.check.Expression;
import acuse.client.settings.Arrivals;
import acuse.client.settings.BenchSettings;
import acuse.client.settings.CompareSettings;
import acuse.client.settings.MatchBy;
import acuse.client.settings.Peer;
import acuse.client.settings.PeerPorts;
import acuse.client.settings.PingSettings;
import acuse.client.settings.Protocols;
import acuse.client.settings.Rates;
import acuse.client.settings.ResultFormat;
import acuse.client.settings.TlsSettings;
import acuse.common.protocol.Framing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the command lines of {@code bench} and {@code ping} to settings. No socket is opened. */
class MeasuringSettingsTest {
  private static final Map<String, String> NOTHING = Map.of();

  private static final Peer DEFAULT_PEER =
      new Peer(Protocols.BOTH, "127.0.0.1", new PeerPorts(65432, 65433), Optional.empty());

  private static final TlsSettings TLS =
      new TlsSettings(
          Optional.of(Path.of("ca.pem")),
          Optional.of(Path.of("c.pem")),
          Optional.of(Path.of("k.pem")),
          false,
          Optional.of("example.org"));

  @Test
  void benchHasItsDefaults() {
    assertThat(ParsedCommand.bench(NOTHING))
        .isEqualTo(
            new BenchSettings(
                DEFAULT_PEER,
                Framing.LINE,
                MatchBy.ID,
                Duration.ofSeconds(2),
                new Rates(List.of(500)),
                Arrivals.CONSTANT,
                Optional.empty(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                1,
                1,
                64,
                1,
                ResultFormat.TEXT,
                Duration.ofSeconds(1),
                Optional.empty(),
                Optional.empty(),
                List.of()));
  }

  @Test
  void everyOptionOfBenchHasItsPlace() throws Exception {
    assertThat(
            ParsedCommand.bench(
                NOTHING,
                "--protocol=tcp",
                "--host=::1",
                "--tcp-port=7",
                "--udp-port",
                "8",
                "--framing=length",
                "--match=order",
                "--timeout=300ms",
                "--rate=200,500,1000",
                "--arrivals=poisson",
                "--seed=-7",
                "--duration=4s",
                "--warmup=0s",
                "--connections=3",
                "--size=20",
                "--repeat=5",
                "--format=json",
                "--interval=200ms",
                "--out=folder/result",
                "--title=In the lab",
                "--tls",
                "--tls-ca=ca.pem",
                "--tls-cert=c.pem",
                "--tls-key=k.pem",
                "--tls-name=example.org",
                "--fail-if=p99>5ms",
                "--fail-if=loss>0.1%,late>0",
                "--lang=es"))
        .isEqualTo(
            new BenchSettings(
                new Peer(Protocols.TCP, "::1", new PeerPorts(7, 8), Optional.of(TLS)),
                Framing.LENGTH,
                MatchBy.ORDER,
                Duration.ofMillis(300),
                new Rates(List.of(200, 500, 1000)),
                Arrivals.POISSON,
                Optional.of(-7L),
                Duration.ofSeconds(4),
                Duration.ZERO,
                3,
                1,
                20,
                5,
                ResultFormat.JSON,
                Duration.ofMillis(200),
                Optional.of(Path.of("folder/result")),
                Optional.of("In the lab"),
                List.of(
                    Expression.parse("p99>5ms"),
                    Expression.parse("loss>0.1%"),
                    Expression.parse("late>0"))));
  }

  @Test
  void aClosedLoopHasAWindow() {
    BenchSettings settings = ParsedCommand.bench(NOTHING, "--rate=MAX", "--window=32");
    assertThat(settings.rates()).isEqualTo(Rates.MAX);
    assertThat(settings.windowMessages()).isEqualTo(32);
    assertThat(ParsedCommand.bench(NOTHING, "--rate=max").windowMessages()).isEqualTo(1);
  }

  @Test
  void pingHasItsDefaults() {
    assertThat(ParsedCommand.ping(NOTHING))
        .isEqualTo(
            new PingSettings(
                DEFAULT_PEER,
                Duration.ofSeconds(2),
                Optional.empty(),
                Duration.ofSeconds(1),
                false,
                64,
                ResultFormat.TEXT));
  }

  @Test
  void everyOptionOfPingHasItsPlace() {
    assertThat(
            ParsedCommand.ping(
                NOTHING,
                "--protocol=both",
                "--host=localhost",
                "--port=7",
                "--timeout=1m",
                "--count=3",
                "--interval=10ms",
                "--connect",
                "--size=65507",
                "--format=json",
                "--tls",
                "--tls-ca=ca.pem",
                "--tls-cert=c.pem",
                "--tls-key=k.pem",
                "--tls-name=example.org",
                "--lang=es"))
        .isEqualTo(
            new PingSettings(
                new Peer(Protocols.BOTH, "localhost", new PeerPorts(7, 7), Optional.of(TLS)),
                Duration.ofMinutes(1),
                Optional.of(3),
                Duration.ofMillis(10),
                true,
                65507,
                ResultFormat.JSON));
  }

  @Test
  void aComparisonHasFilesAndChanges() throws Exception {
    ParsedCommand parsed =
        ParsedCommand.of(
            NOTHING, "bench", "compare", "a.json,b.json", "c.json", "--fail-if", "p99>+10%");
    assertThat(parsed.err()).isEmpty();
    assertThat(parsed.settings())
        .isEqualTo(
            new CompareSettings(
                List.of(List.of(Path.of("a.json"), Path.of("b.json")), List.of(Path.of("c.json"))),
                List.of(Expression.parseChange("p99>+10%"))));
  }

  /** Each of them: what the command's own variable says is what the option would say. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "protocol=udp", "host=::1", "port=7", "tcp-port=7", "udp-port=7", "framing=raw",
        "match=order", "timeout=1m", "rate=7,8", "arrivals=poisson", "seed=7", "duration=7s",
        "warmup=0s", "connections=7", "size=77", "repeat=7", "format=json", "interval=7s",
        "out=name", "title=name", "tls=true", "fail-if=p50>1ms,loss>0"
      })
  void theEnvironmentGivesEveryOptionOfBench(String option) {
    String[] parts = option.split("=", 2);
    String variable = "ACUSE_BENCH_" + parts[0].replace('-', '_').toUpperCase(Locale.ROOT);
    assertThat(ParsedCommand.bench(Map.of(variable, parts[1])))
        .isEqualTo(ParsedCommand.bench(NOTHING, "--" + option))
        .isNotEqualTo(ParsedCommand.bench(NOTHING));
  }

  @ParameterizedTest
  @CsvSource({
    "ACUSE_HOST, ::1, --host=::1",
    "ACUSE_PROTOCOL, udp, --protocol=udp",
    "ACUSE_PROTOCOL, tcp, --protocol=tcp",
    "ACUSE_PORT, 7, --port=7",
    "ACUSE_TCP_PORT, 7, --tcp-port=7",
    "ACUSE_UDP_PORT, 7, --udp-port=7",
    "ACUSE_TLS, true, --tls",
    "ACUSE_PING_COUNT, 7, --count=7",
  })
  void aVariableForThePeerIsTheCommandsToo(String variable, String value, String option) {
    assertThat(ParsedCommand.ping(Map.of(variable, value)))
        .isEqualTo(ParsedCommand.ping(NOTHING, option))
        .isNotEqualTo(ParsedCommand.ping(NOTHING));
  }

  /** They are for {@code client} alone, and some of them are not even valid here. */
  @Test
  void otherVariablesOfTheClientChangeNothing() {
    Map<String, String> others =
        Map.of(
            "ACUSE_TIMEOUT", "1ms",
            "ACUSE_WINDOW", "x",
            "ACUSE_FORMAT", "plain",
            "ACUSE_FRAMING", "raw",
            "ACUSE_RETRIES", "7",
            "ACUSE_PING_RATE", "7",
            "ACUSE_BENCH_COMPARE_FAIL_IF", "x");
    assertThat(ParsedCommand.bench(others)).isEqualTo(ParsedCommand.bench(NOTHING));
    assertThat(ParsedCommand.ping(others)).isEqualTo(ParsedCommand.ping(NOTHING));
  }

  @Test
  void theCommandsOwnVariableBeatsThePlainOne() {
    Map<String, String> environment = Map.of("ACUSE_HOST", "plain", "ACUSE_BENCH_HOST", "own");
    assertThat(ParsedCommand.bench(environment).peer().host()).isEqualTo("own");
    assertThat(ParsedCommand.ping(environment).peer().host()).isEqualTo("plain");
    assertThat(ParsedCommand.bench(environment, "--host=argument").peer().host())
        .isEqualTo("argument");
  }

  @Test
  void anArgumentForBothPortsBeatsAVariableForOne() {
    Map<String, String> environment = Map.of("ACUSE_TCP_PORT", "1", "ACUSE_PING_PORT", "2");
    assertThat(ParsedCommand.ping(environment).peer().ports()).isEqualTo(new PeerPorts(1, 2));
    assertThat(ParsedCommand.ping(environment, "--port=3").peer().ports())
        .isEqualTo(new PeerPorts(3, 3));
    assertThat(ParsedCommand.ping(environment, "--udp-port=3").peer().ports())
        .isEqualTo(new PeerPorts(1, 3));
  }

  @Test
  void theLanguageCanBeTheCommandsOwn() {
    assertThat(
            ParsedCommand.of(Map.of("ACUSE_LANG", "en", "ACUSE_BENCH_LANG", "es"), "bench", "x")
                .err())
        .isEqualTo("client bench: argumento inesperado: x\nPrueba «client bench --help».\n");
  }

  @Test
  void aFileGivesOptionsAndNoCommand(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("options"), "--rate 7 # slowly\n--size=20\n");
    assertThat(ParsedCommand.bench(NOTHING, "@" + file))
        .isEqualTo(ParsedCommand.bench(NOTHING, "--rate=7", "--size=20"));
    Path command = Files.writeString(folder.resolve("command"), "compare a.json b.json");
    assertThat(ParsedCommand.of(NOTHING, "bench", "@" + command).err())
        .startsWith("client bench: unexpected argument: compare\n");
  }

  @Test
  void aCommandIsOneAsTheVeryFirstWordOnly() {
    assertThat(ParsedSettings.expected(List.of("--protocol=udp", "ping"), NOTHING).messages())
        .containsExactly("ping");
    assertThat(ParsedSettings.expected(List.of("--protocol=udp", "bench"), NOTHING).messages())
        .containsExactly("bench");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bench --rate 0      | --rate cannot be '0': expected a whole number from 1 to 10000000, up to 100 of them with commas between, or max",
        "bench --rate 5,0    | --rate cannot be '5,0': expected a whole number from 1 to 10000000, up to 100 of them with commas between, or max",
        "bench --rate 5,     | --rate cannot be '5,': expected a whole number from 1 to 10000000, up to 100 of them with commas between, or max",
        "bench --rate slow   | --rate cannot be 'slow': expected a whole number from 1 to 10000000, up to 100 of them with commas between, or max",
        "bench --size 19     | --size cannot be '19': expected a whole number from 20 to 65507",
        "ping --size 19      | --size cannot be '19': expected a whole number from 20 to 65507",
        "bench --window 4    | --window needs --rate max",
        "bench --rate 5 --window 4       | --window needs --rate max",
        "bench --rate max --arrivals poisson | --arrivals poisson cannot be used together with --rate max",
        "bench --port 7 --tcp-port 8     | --port and --tcp-port cannot be used together",
        "ping --udp-port 7 --port 8      | --port and --udp-port cannot be used together",
        "bench --duration 0s | --duration cannot be '0s': expected a duration from 1ms to one day, such as 300ms, 2s or 1m",
        "bench --duration 10 | --duration cannot be '10': expected a duration from 1ms to one day, such as 300ms, 2s or 1m",
        "bench --warmup 1h   | --warmup cannot be '1h': expected a duration from 0s to one day, such as 300ms, 2s or 1m",
        "bench --protocol sctp           | --protocol cannot be 'sctp': expected one of: tcp, udp, both",
        "bench --framing auto            | --framing cannot be 'auto': expected one of: line, raw, length",
        "bench --connections 0           | --connections cannot be '0': expected a whole number from 1 to 10000",
        "bench --format plain            | --format cannot be 'plain': expected one of: text, json",
        "bench --rate 10000000 --timeout 10m | --rate 10000000 with --timeout 10m is too much: 6000000000 messages could wait for replies at once, and 5000000 is the limit",
        "bench --rate max --connections 10000 --window 501 | --connections 10000 with --window 501 is too much: 5010000 messages could wait for replies at once, and 5000000 is the limit",
        "ping --interval 1ms --timeout 1440m | --interval 1ms with --timeout 1440m is too much: 86400000 messages could wait for replies at once, and 5000000 is the limit",
        "bench --protocol udp --tls      | --tls is for TCP; UDP has no TLS",
        "ping --protocol udp --connect   | --connect is for TCP; UDP has no connections",
        "ping --count 0      | --count cannot be '0': expected a whole number from 1 to 1073741824",
        "ping hola           | unexpected argument: hola",
        "ping --rate 5       | unknown option: --rate",
        "bench --rate 5 compare          | unexpected argument: compare",
      })
  void aMistakeIsASentenceAndStatus2(String words, String complaint) {
    ParsedCommand parsed = ParsedCommand.of(NOTHING, words.split(" "));
    String name = "client " + words.substring(0, words.indexOf(' '));
    assertThat(parsed)
        .isEqualTo(
            new ParsedCommand(2, null, name + ": " + complaint + "\nTry '" + name + " --help'.\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bench --rate 0   | --rate no puede ser «0»: se espera un número entero de 1 a 10000000, hasta 100 de ellos separados por comas, o max",
        "bench --window 4 | --window necesita --rate max",
        "bench --size 19  | --size no puede ser «19»: se espera un número entero de 20 a 65507",
        "ping --port 1 --tcp-port 2     | --port y --tcp-port no se pueden usar juntos",
        "ping --protocol udp --connect  | --connect es para TCP; UDP no tiene conexiones",
      })
  void aMistakeIsSaidInSpanishToo(String words, String complaint) {
    String name = "client " + words.substring(0, words.indexOf(' '));
    assertThat(ParsedCommand.of(Map.of("ACUSE_LANG", "es"), words.split(" ")))
        .isEqualTo(
            new ParsedCommand(
                2, null, name + ": " + complaint + "\nPrueba «" + name + " --help».\n"));
  }

  @Test
  void aCaretIsUnderThePlaceWhereAConditionIsWrong() {
    assertThat(ParsedCommand.of(NOTHING, "bench", "--fail-if", "p99>5 min").err())
        .isEqualTo(
            """
            client bench: --fail-if: expected us, ms or s behind the number
              p99>5 min
                    ^
            Try 'client bench --help'.
            """);
  }

  @Test
  void aMistakeInAVariableNamesIt() {
    assertThat(ParsedCommand.of(Map.of("ACUSE_BENCH_SIZE", "7"), "bench").err())
        .startsWith("client bench: ACUSE_BENCH_SIZE cannot be '7': ");
    assertThat(ParsedCommand.of(Map.of("ACUSE_PORT", "0"), "bench").err())
        .startsWith("client bench: ACUSE_PORT cannot be '0': ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.json            | expected the files of two results or more: BASE.json NEW.json",
        "''                | expected the files of two results or more: BASE.json NEW.json",
        "a.json b.json,    | expected the name of a file before and after each comma",
      })
  void aComparisonNeedsTwoResults(String files, String complaint) {
    String[] arguments = ("bench compare " + files).split(" ");
    assertThat(ParsedCommand.of(NOTHING, arguments))
        .isEqualTo(
            new ParsedCommand(
                2,
                null,
                "client bench compare: " + complaint + "\nTry 'client bench compare --help'.\n"));
  }
}
