package acuse.common.command;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Framing;
import acuse.common.testing.BothLanguages;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class ProgramTest {
  @Command(name = "probe")
  static final class Probe implements Callable<Integer> {
    @Option(names = "--tcp-port", converter = PortConverter.class)
    int tcpPort = -1;

    @Option(names = "--limit", converter = PositiveNumberConverter.class)
    int limit;

    @Option(names = "--retries", converter = CountConverter.class)
    int retries;

    @Option(names = "--timeout", converter = DurationConverter.class)
    Duration timeout;

    @Option(names = "--framing")
    Framing framing;

    @Option(names = "--word", defaultValue = "exit")
    String word;

    @Option(names = "--file")
    Path file;

    @Option(names = "--bug")
    boolean bug;

    @Mixin CommonOptions commonOptions;

    @Parameters(arity = "0..1")
    String message;

    @Override
    public Integer call() {
      if (bug) {
        throw new IllegalStateException("our own");
      }
      return ExitCode.OK;
    }
  }

  @TempDir Path folder;

  private final Probe probe = new Probe();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--tcp-port 65536 | --tcp-port no puede ser «65536»: se espera un número entero de 0 a 65535",
        "--tcp-port -1 | --tcp-port no puede ser «-1»: se espera un número entero de 0 a 65535",
        "--tcp-port x | --tcp-port no puede ser «x»: se espera un número entero de 0 a 65535",
        "--limit 0 | --limit no puede ser «0»: se espera un número entero de 1 a 1073741824",
        "--limit=-5 | --limit no puede ser «-5»: se espera un número entero de 1 a 1073741824",
        "--retries=-1 | --retries no puede ser «-1»: se espera un número entero de 0 a 1000000",
        "--timeout 0s | --timeout no puede ser «0s»: se espera una duración de 1ms a 1 día, como 300ms, 2s o 1m",
        "--timeout 2 | --timeout no puede ser «2»: se espera una duración de 1ms a 1 día, como 300ms, 2s o 1m",
        "--framing x | --framing no puede ser «x»: vale uno de estos: auto, line, raw, length",
        "--nada | opción desconocida: --nada",
        "uno dos | argumento inesperado: dos",
        "--tcp-port | falta un valor: --tcp-port",
        "@/no/such/file | no se puede leer el archivo de opciones «/no/such/file» (un texto que empieza por @ se escribe @@)",
        "@/ | no se puede leer el archivo de opciones «/» (un texto que empieza por @ se escribe @@)",
      })
  void aMistakeIsSaidInTwoLines(String arguments, String said) {
    assertThat(run(Map.of(), arguments.split(" ", -1))).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString().lines()).containsExactly("probe: " + said, "Prueba «probe --help».");
  }

  @Test
  void optionsComeFromTheEnvironmentAndTheCommandLineWins() {
    Map<String, String> environment = Map.of("ACUSE_TCP_PORT", "1", "ACUSE_LIMIT", "2");
    assertThat(run(environment, "--limit", "3")).isEqualTo(ExitCode.OK);
    assertThat(probe.tcpPort).isEqualTo(1);
    assertThat(probe.limit).isEqualTo(3);
  }

  @Test
  void anEmptyVariableIsAnEmptyValue() {
    run(Map.of("ACUSE_WORD", ""));
    assertThat(probe.word).isEmpty();
  }

  @Test
  void aMistakeInTheEnvironmentNamesTheVariable() {
    assertThat(run(Map.of("ACUSE_TCP_PORT", "x"))).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).startsWith("probe: ACUSE_TCP_PORT no puede ser «x»: ");
  }

  @Test
  void optionsComeFromAFile() throws Exception {
    Path file = Files.writeString(folder.resolve("options"), "--tcp-port 7\n--timeout 300ms\n");
    assertThat(run(Map.of(), "@" + file)).isEqualTo(ExitCode.OK);
    assertThat(probe.tcpPort).isEqualTo(7);
    assertThat(probe.timeout).isEqualTo(Duration.ofMillis(300));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--lang en", "'--lang=en'"})
  void aFileChoosesTheLanguageToo(String option) throws Exception {
    run(Map.of(), "@" + Files.writeString(folder.resolve("options"), option), "--nada");
    assertThat(err.toString()).contains("unknown option");
  }

  @Test
  void aFileThatCannotBeTakenIsSaidInTheLanguageAskedFor() throws Exception {
    String file = Files.write(folder.resolve("options"), new byte[] {'\n', (byte) 0xff}).toString();
    assertThat(run(Map.of(), "--lang=en", "@" + file)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString().lines())
        .containsExactly(
            "probe: the options file '" + file + "' is not UTF-8, see its line 2",
            "Try 'probe --help'.");
  }

  @Test
  void aNameThatNoFileCanHaveIsAMistake() throws Exception {
    Path options = Files.writeString(folder.resolve("options"), "\"--file=a\\0b\"");
    assertThat(run(Map.of(), "@" + options)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .startsWith("probe: --file no puede ser «a\\x00b»: ningún archivo puede llamarse así");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://10.0.0.1:65432", "udp://10.0.0.1:65432", "tcp://"})
  void anAddressThatKubernetesToldIsNoPort(String address) {
    assertThat(run(Map.of("ACUSE_TCP_PORT", address))).isEqualTo(ExitCode.OK);
    assertThat(probe.tcpPort).isEqualTo(-1);
  }

  @Test
  void anAddressIsWrongWhereKubernetesTellsNone() {
    assertThat(run(Map.of("ACUSE_TCP_PORT", "http://x"))).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).startsWith("probe: ACUSE_TCP_PORT no puede ser «http://x»: ");
    assertThat(run(Map.of("ACUSE_LIMIT", "tcp://10.0.0.1:1"))).isEqualTo(ExitCode.USAGE);
    assertThat(run(Map.of(), "--tcp-port=tcp://10.0.0.1:1")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aDoubledAtSignIsText() {
    assertThat(run(Map.of(), "@@hola")).isEqualTo(ExitCode.OK);
    assertThat(probe.message).isEqualTo("@hola");
  }

  @ParameterizedTest
  @CsvSource({
    "--lang en, es_ES, unknown option",
    "--lang=en, es_ES, unknown option",
    "--lang es, en_US, opción desconocida",
    "'', en_US, unknown option",
  })
  void errorsAreInTheLanguageAskedFor(String arguments, String locale, String said) {
    run(Map.of("LANG", locale), (arguments + " --nada").trim().split(" ", -1));
    assertThat(err.toString()).contains(said);
  }

  @Test
  void whatAStrangerTypedCannotDriveTheTerminal() {
    run(Map.of(), "--\u001b[2J");
    assertThat(err.toString()).contains("--\\x1b[2J").doesNotContain("\u001b");
  }

  @Test
  void aBugOfOurOwnHasAStackTraceAndItsOwnStatus() {
    assertThat(run(Map.of(), "--bug")).isEqualTo(ExitCode.BUG);
    assertThat(err.toString()).contains("IllegalStateException: our own", "\tat ");
  }

  @Test
  void saysEverythingInBothLanguages() {
    BothLanguages.assertSayTheSame(Program.class);
  }

  private int run(Map<String, String> environment, String... arguments) {
    return new Program(environment, new PrintWriter(err, true))
        .run(arguments, Program.class, texts -> new CommandLine(probe));
  }
}
