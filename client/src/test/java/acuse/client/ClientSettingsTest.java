package acuse.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.client.conversation.ClientConfig;
import acuse.client.conversation.SourceAddress;
import acuse.client.input.InputFormat;
import acuse.client.output.OutputFormat;
import acuse.client.settings.ClientSettings;
import acuse.client.settings.TlsSettings;
import acuse.common.command.UsageException;
import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** From a command line to settings. No socket and no terminal is opened. */
class ClientSettingsTest {
  private static final Map<String, String> NOTHING = Map.of();

  /** The two readers of a command line. */
  enum Reader {
    PLAIN {
      @Override
      ClientSettings read(String... arguments) {
        return ClientMain.plainSettings(arguments, NOTHING);
      }
    },
    PICOCLI {
      @Override
      ClientSettings read(String... arguments) {
        return ParsedSettings.expected(List.of(arguments), NOTHING);
      }
    };

    abstract ClientSettings read(String... arguments);
  }

  private static final ClientSettings DEFAULTS =
      new ClientSettings(
          Optional.empty(),
          "127.0.0.1",
          Optional.empty(),
          Optional.empty(),
          Framing.LINE,
          Duration.ofSeconds(2),
          0,
          Optional.empty(),
          Optional.empty(),
          false,
          Optional.empty(),
          Optional.empty(),
          InputFormat.TEXT,
          true,
          false,
          List.of());

  @ParameterizedTest
  @EnumSource
  void withoutArgumentsThereAreTheDefaults(Reader reader) {
    assertThat(reader.read()).isEqualTo(DEFAULTS);
  }

  @ParameterizedTest
  @EnumSource
  void everyOptionHasItsPlace(Reader reader) {
    assertThat(
            reader.read(
                "--protocol=TCP",
                "--host",
                "::1",
                "--source=[::2]:5000",
                "--port=7",
                "--framing=length",
                "--timeout=300ms",
                "--retries=3",
                "--window=9",
                "--tls",
                "--tls-ca=ca.pem",
                "--tls-cert=c.pem",
                "--tls-key=k.pem",
                "--tls-name=example.org",
                "--check",
                "--expect=recibió",
                "--format=json",
                "--input=hex",
                "--lang=en",
                "--no-history",
                "--verbose",
                "75 6e",
                "exit"))
        .isEqualTo(
            new ClientSettings(
                Optional.of(Protocol.TCP),
                "::1",
                Optional.of(new SourceAddress("::2", 5000)),
                Optional.of(7),
                Framing.LENGTH,
                Duration.ofMillis(300),
                3,
                Optional.of(9),
                Optional.of(
                    new TlsSettings(
                        Optional.of(Path.of("ca.pem")),
                        Optional.of(Path.of("c.pem")),
                        Optional.of(Path.of("k.pem")),
                        false,
                        Optional.of("example.org"))),
                true,
                Optional.of("recibió"),
                Optional.of(OutputFormat.JSON),
                InputFormat.HEX,
                false,
                true,
                List.of("75 6e", "exit")));
  }

  @ParameterizedTest
  @CsvSource({"300ms, PT0.3S", "2s, PT2S", "1m, PT1M", "86400s, PT24H", "000000001s, PT1S"})
  void aDurationHasAUnit(String text, Duration duration) {
    for (Reader reader : Reader.values()) {
      assertThat(reader.read("--timeout=" + text).timeout()).isEqualTo(duration);
    }
  }

  @ParameterizedTest
  @CsvSource({"TCP, 65432, 16384", "UDP, 65433, 1"})
  void portAndWindowAreTheProtocolsIfNotGiven(Protocol protocol, int port, int windowMessages) {
    for (Reader reader : Reader.values()) {
      ClientConfig given = config(reader.read("--protocol=" + protocol));
      ClientConfig chosen = config(reader.read().withProtocol(protocol));
      assertThat(given).isEqualTo(chosen);
      assertThat(given.port()).isEqualTo(port);
      assertThat(given.windowMessages()).isEqualTo(windowMessages);
    }
  }

  /** Each of them: what the environment says is what the option would say. */
  @ParameterizedTest
  @CsvSource({
    "ACUSE_PROTOCOL, udp, --protocol=udp",
    "ACUSE_HOST, ::1, --host=::1",
    "ACUSE_PORT, 7, --port=7",
    "ACUSE_FRAMING, raw, --framing=raw",
    "ACUSE_TIMEOUT, 1m, --timeout=1m",
    "ACUSE_RETRIES, 3, --retries=3",
    "ACUSE_WINDOW, 9, --window=9",
    "ACUSE_FORMAT, plain, --format=plain",
    "ACUSE_NO_HISTORY, true, --no-history",
    "ACUSE_VERBOSE, TRUE, --verbose",
    "ACUSE_TLS, true, --tls",
    "ACUSE_SOURCE, :7, --source=:7",
    "ACUSE_EXPECT, Servidor, --expect=Servidor",
  })
  void theEnvironmentGivesOptionsToo(String variable, String value, String option) {
    Map<String, String> environment = Map.of(variable, value);
    assertThat(ClientMain.plainSettings(new String[] {"hola"}, environment)).isNull();
    assertThat(ParsedSettings.expected(List.of("hola"), environment))
        .isEqualTo(ParsedSettings.expected(List.of(option, "hola"), NOTHING))
        .isNotEqualTo(ParsedSettings.expected(List.of("hola"), NOTHING));
  }

  @Test
  void theEnvironmentCanAskForACheck() {
    Map<String, String> environment = Map.of("ACUSE_CHECK", "true", "ACUSE_PROTOCOL", "udp");
    assertThat(ParsedSettings.expected(List.of(), environment))
        .isEqualTo(Reader.PLAIN.read("--check", "--protocol=udp"));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.2, 127.0.0.2, 0",
    "127.0.0.2:0, 127.0.0.2, 0",
    "127.0.0.2:5000, 127.0.0.2, 5000",
    "localhost:5000, localhost, 5000",
    ":5000, '', 5000",
    "::1, ::1, 0",
    "[::1], ::1, 0",
    "[::1]:5000, ::1, 5000",
    "[fe80::1%lo]:65535, fe80::1%lo, 65535",
  })
  void aSourceIsAnAddressAPortOrBoth(String text, String host, int port) {
    for (Reader reader : Reader.values()) {
      assertThat(reader.read("--source=" + text).source()).contains(new SourceAddress(host, port));
    }
  }

  @Test
  void anArgumentBeatsTheEnvironment() {
    Map<String, String> environment = Map.of("ACUSE_PORT", "7", "ACUSE_VERBOSE", "true");
    ClientSettings settings =
        ParsedSettings.expected(List.of("--port=8", "--verbose=false"), environment);
    assertThat(settings.port()).contains(8);
    assertThat(settings.verbose()).isFalse();
  }

  @Test
  void aFileGivesOptionsAndMessagesButNoCommand(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("options");
    Files.writeString(file, "completion --protocol udp\n# more\n--retries=2 'dos palabras'\n");
    List<String> arguments = new ArrayList<>(List.of("@" + file, "--retries=3"));
    assertThat(ClientMain.plainSettings(arguments.toArray(new String[0]), NOTHING)).isNull();
    ClientSettings settings = ParsedSettings.expected(arguments, NOTHING);
    assertThat(settings.protocol()).contains(Protocol.UDP);
    assertThat(settings.retries()).isEqualTo(3);
    assertThat(settings.messages()).containsExactly("completion", "dos palabras");
  }

  @ParameterizedTest
  @EnumSource
  void aCommandsNameIsAMessageAfterTheFirstWord(Reader reader) {
    assertThat(reader.read("--protocol=udp", "completion").messages())
        .containsExactly("completion");
  }

  @Test
  void aCommandsNameAsTheFirstWordIsLeftToPicocli() {
    assertThat(ClientMain.plainSettings(new String[] {"completion"}, NOTHING)).isNull();
  }

  /** Only picocli says why; the other reader leaves all mistakes to it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--port=0         | --port cannot be '0': expected a whole number from 1 to 65535",
        "--timeout=2      | --timeout cannot be '2': expected",
        "--timeout=0s     | --timeout cannot be '0s': expected",
        "--timeout=1441m  | --timeout cannot be '1441m': expected",
        "--timeout=٣s     | --timeout cannot be '٣s': expected",
        "--framing=auto   | --framing cannot be 'auto': expected one of: line, raw, length",
        "--nada           | unknown option: --nada",
        "--tls-insecure   | options for TLS need --tls",
        "--tls --tls-key=k         | --tls-cert and --tls-key must be given together",
        "--tls --tls-insecure --tls-ca=a | --tls-insecure and --tls-ca cannot be used together",
        "--tls-name=a              | options for TLS need --tls",
        "--tls --tls-name=a..b     | --tls-name cannot be 'a..b': expected a name or an address",
        "--tls --tls-name=a/b      | --tls-name cannot be 'a/b': expected a name or an address",
        "--tls --tls-name=.        | --tls-name cannot be '.': expected a name or an address",
        "--check                   | --check needs --protocol",
        "--expect=                 | --expect cannot be '': expected a text",
        "--source=                 | --source cannot be '': expected an address, a port or both:",
        "--source=5000             | --source cannot be '5000': expected an address, a port",
        "--source=:                | --source cannot be ':': expected an address, a port",
        "--source=:0               | --source cannot be ':0': expected an address, a port",
        "--source=:65536           | --source cannot be ':65536': expected an address, a port",
        "--source=127.0.0.1:       | --source cannot be '127.0.0.1:': expected an address",
        "--source=127.0.0.1:http   | --source cannot be '127.0.0.1:http': expected an address",
        "--source=[::1             | --source cannot be '[::1': expected an address",
        "--source=[::1]5           | --source cannot be '[::1]5': expected an address",
        "--source=[]:5             | --source cannot be '[]:5': expected an address",
        "--tls --protocol=udp      | --tls is for TCP; UDP has no TLS",
      })
  void aMistakeIsTwoLinesAndStatus2(String words, String complaint) {
    List<String> arguments = new ArrayList<>(List.of(words.split(" ")));
    arguments.add("--lang=en");
    assertThat(ClientMain.plainSettings(arguments.toArray(new String[0]), NOTHING)).isNull();
    ParsedSettings parsed = ParsedSettings.of(arguments, NOTHING);
    assertThat(parsed.status()).isEqualTo(2);
    assertThat(parsed.settings()).isNull();
    assertThat(parsed.err().lines()).hasSize(2);
    assertThat(parsed.err()).contains(complaint).endsWith("Try 'client --help'.\n");
  }

  @Test
  void aLineBreakInAMessageNeedsAnotherFraming() {
    assertThat(ClientMain.plainSettings(new String[] {"--protocol=tcp", "a\nb"}, NOTHING)).isNull();
    assertThat(ParsedSettings.of(List.of("--protocol=tcp", "a\nb"), NOTHING).status()).isEqualTo(2);
    for (Reader reader : Reader.values()) {
      assertThat(reader.read("--protocol=udp", "a\nb").messages()).containsExactly("a\nb");
      assertThat(reader.read("--framing=length", "a\nb").messages()).containsExactly("a\nb");
    }
  }

  @Test
  void tlsDoesNotAllowThatUdpIsChosenLater() {
    ClientSettings settings = Reader.PICOCLI.read("--tls");
    assertThatThrownBy(() -> settings.withProtocol(Protocol.UDP))
        .isInstanceOf(UsageException.class)
        .hasMessage("tls.udp");
    assertThat(settings.withProtocol(Protocol.TCP).tls()).isPresent();
  }

  private static ClientConfig config(ClientSettings settings) {
    return settings.config(Optional.empty());
  }
}
