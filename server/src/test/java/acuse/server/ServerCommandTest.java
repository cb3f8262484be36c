package acuse.server;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.command.ExitCode;
import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.common.transport.IoTransport;
import acuse.server.config.ServerConfig;
import acuse.server.guard.GuardConfig;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the command line, the environment and files of options to settings, without a socket. */
class ServerCommandTest {
  @TempDir Path folder;

  @Test
  void withoutOptionsItIsTheServerThatPeopleEmbed() {
    ParsedCommandLine parsed = ParsedCommandLine.of(Map.of());
    assertThat(parsed.said()).isEmpty();
    assertThat(parsed.config())
        .usingRecursiveComparison()
        .isEqualTo(ServerConfig.builder().build());
  }

  /** The words of an option, and what they do. */
  static Stream<Arguments> options() throws Exception {
    return Stream.of(
        option("--host=127.0.0.2", ServerConfig::host, InetAddress.getByName("127.0.0.2")),
        option("--host=::", ServerConfig::host, InetAddress.getByName("::")),
        option("--tcp-port=0", ServerConfig::tcpPort, 0),
        option("--tcp-port=65535", ServerConfig::tcpPort, 65_535),
        option("--udp-port=0", ServerConfig::udpPort, 0),
        option("--udp-port=65535", ServerConfig::udpPort, 65_535),
        option("--only=tcp", ServerConfig::protocols, Set.of(Protocol.TCP)),
        option("--only=UDP", ServerConfig::protocols, Set.of(Protocol.UDP)),
        option("--framing=auto", ServerConfig::framing, Framing.AUTO),
        option("--framing=line", ServerConfig::framing, Framing.LINE),
        option("--framing=raw", ServerConfig::framing, Framing.RAW),
        option("--framing=Length", ServerConfig::framing, Framing.LENGTH),
        option("--reply={message}", config -> config.reply().toString(), "{message}"),
        option("--reply=", config -> config.reply().toString(), ""),
        option("--exit-word=Adiós", config -> isExit(config, "ADIÓS"), true),
        option("--exit-word=Adiós", config -> isExit(config, "exit"), false),
        option("--exit-word=", config -> isExit(config, ""), false),
        option("--max-message-bytes=1", ServerConfig::maxMessageBytes, 1),
        option("--max-message-bytes=1073741824", ServerConfig::maxMessageBytes, 1 << 30),
        option("--transport=auto", ServerConfig::transport, IoTransport.AUTO),
        option("--transport=nio", ServerConfig::transport, IoTransport.NIO),
        option("--threads=1", ServerConfig::threads, 1),
        option("--threads=1024", ServerConfig::threads, 1024),
        limit("--max-connections=1", GuardConfig::maxConnections, 1),
        limit("--max-connections-per-address=0", GuardConfig::maxConnectionsPerAddress, 0),
        limit(
            "--max-connections-per-address=1000000",
            GuardConfig::maxConnectionsPerAddress,
            1_000_000),
        limit("--idle-timeout=1ms", GuardConfig::idleTimeout, Duration.ofMillis(1)),
        limit("--idle-timeout=1440m", GuardConfig::idleTimeout, Duration.ofDays(1)),
        limit("--write-timeout=2s", GuardConfig::writeTimeout, Duration.ofSeconds(2)),
        limit("--drain-timeout=86400s", GuardConfig::drainTimeout, Duration.ofDays(1)),
        limit("--allow=10.0.0.0/8,::1", g -> g.rules().allowed().toString(), "[10.0.0.0/8, ::1]"),
        limit("--deny=10.0.0.1", g -> g.rules().denied().toString(), "[10.0.0.1]"),
        limit("--udp-refuse-ports=1024,65535", GuardConfig::udpRefusedPorts, Set.of(1024, 65_535)),
        limit("--udp-rate=0", GuardConfig::udpAnswersPerSecond, GuardConfig.NO_LIMIT),
        limit("--udp-rate=1000000", GuardConfig::udpAnswersPerSecond, 1_000_000),
        limit("--max-buffered-bytes=1", GuardConfig::maxBufferedBytes, 1L));
  }

  private static Arguments option(String words, Function<ServerConfig, ?> setting, Object value) {
    return Arguments.of(words, setting, value);
  }

  private static Arguments limit(String words, Function<GuardConfig, ?> setting, Object value) {
    return option(words, setting.compose(ServerConfig::guard), value);
  }

  private static boolean isExit(ServerConfig config, String message) {
    return config.exitWord().matches(message.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest(name = "{0} gives {2}")
  @MethodSource("options")
  void anOptionSaysTheSameWhereverItComesFrom(
      String words, Function<ServerConfig, Object> setting, Object value) throws Exception {
    String name = words.substring(0, words.indexOf('='));
    String given = words.substring(words.indexOf('=') + 1);
    Path file = Files.writeString(folder.resolve("options"), name + "\n\"" + given + "\"\n");
    for (ParsedCommandLine parsed :
        List.of(
            ParsedCommandLine.of(Map.of(), words),
            ParsedCommandLine.of(Map.of(), name, given),
            ParsedCommandLine.of(Map.of(variable(name), given)),
            ParsedCommandLine.of(Map.of(), "@" + file))) {
      assertThat(parsed.said()).isEmpty();
      assertThat(setting.apply(parsed.config())).isEqualTo(value);
    }
  }

  @Test
  void theLastOfTwoCountsAndTheCommandLineGoesBeforeTheEnvironment() throws Exception {
    Path file = Files.writeString(folder.resolve("options"), "--tcp-port 2 --udp-port 2");
    ParsedCommandLine parsed =
        ParsedCommandLine.of(
            Map.of("ACUSE_TCP_PORT", "1", "ACUSE_UDP_PORT", "1", "ACUSE_THREADS", "1"),
            "@" + file,
            "--udp-port=3");
    assertThat(parsed.said()).isEmpty();
    assertThat(parsed.config().tcpPort()).isEqualTo(2);
    assertThat(parsed.config().udpPort()).isEqualTo(3);
    assertThat(parsed.config().threads()).isEqualTo(1);
  }

  @Test
  void listsGrowWithEachOption() {
    GuardConfig guard =
        ParsedCommandLine.of(Map.of(), "--allow=::1", "--allow=10.0.0.0/8,127.0.0.1")
            .config()
            .guard();
    assertThat(guard.rules().allowed()).hasToString("[::1, 10.0.0.0/8, 127.0.0.1]");
  }

  @Test
  void proxiesAreNamedWithTheirProtocolAndNotWithoutIt() {
    Map<String, String> environment =
        Map.of("ACUSE_PROXY_PROTOCOL", "true", "ACUSE_PROXY_FROM", "192.0.2.0/24");
    for (ParsedCommandLine parsed :
        List.of(
            ParsedCommandLine.of(Map.of(), "--proxy-protocol", "--proxy-from=192.0.2.0/24"),
            ParsedCommandLine.of(environment))) {
      assertThat(parsed.said()).isEmpty();
      assertThat(parsed.config().guard().proxies()).hasToString("[192.0.2.0/24]");
    }
    for (String alone : List.of("--proxy-protocol", "--proxy-from=192.0.2.0/24")) {
      assertMistake(
          List.of(alone),
          "--proxy-protocol y --proxy-from tienen que darse juntos",
          "--proxy-protocol and --proxy-from must be given together");
    }
  }

  @Test
  void datagramsAreLimitedUnlessOnlyThisMachineCanSendThem() {
    assertThat(ParsedCommandLine.of(Map.of(), "--host=0.0.0.0").config().guard())
        .extracting(GuardConfig::udpAnswersPerSecond)
        .isEqualTo(1000);
  }

  /** Both sentences follow the name of the option and the value. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--host=[::1 | no se encuentra esa dirección | this address was not found",
        "--host= | no se encuentra esa dirección | this address was not found",
        "--tcp-port=65536 | se espera un número entero de 0 a 65535 | expected a whole number from 0 to 65535",
        "--tcp-port=-1 | se espera un número entero de 0 a 65535 | expected a whole number from 0 to 65535",
        "--udp-port=65536 | se espera un número entero de 0 a 65535 | expected a whole number from 0 to 65535",
        "--udp-port=x | se espera un número entero de 0 a 65535 | expected a whole number from 0 to 65535",
        "--only=sctp | vale uno de estos: tcp, udp | expected one of: tcp, udp",
        "--framing=lines | vale uno de estos: auto, line, raw, length | expected one of: auto, line, raw, length",
        "--reply={name} | {name} no existe; estos existen: {protocol} {message} {server} {peer} {peer.address} {peer.port} {local} {session} {number} {bytes} {reads} {time} {tls} | {name} does not exist; these exist: {protocol} {message} {server} {peer} {peer.address} {peer.port} {local} {session} {number} {bytes} {reads} {time} {tls}",
        "--reply={message}{message} | {message} solo puede aparecer una vez | {message} can appear only once",
        "--max-message-bytes=0 | se espera un número entero de 1 a 1073741824 | expected a whole number from 1 to 1073741824",
        "--max-message-bytes=1073741825 | se espera un número entero de 1 a 1073741824 | expected a whole number from 1 to 1073741824",
        "--max-message-bytes=1e3 | se espera un número entero de 1 a 1073741824 | expected a whole number from 1 to 1073741824",
        "--transport=uring | vale uno de estos: auto, epoll, io_uring, kqueue, nio | expected one of: auto, epoll, io_uring, kqueue, nio",
        "--threads=0 | se espera un número entero de 1 a 1024 | expected a whole number from 1 to 1024",
        "--threads=1025 | se espera un número entero de 1 a 1024 | expected a whole number from 1 to 1024",
        "--max-connections=0 | se espera un número entero de 1 a 1073741824 | expected a whole number from 1 to 1073741824",
        "--max-connections-per-address=-1 | se espera un número entero de 0 a 1000000 | expected a whole number from 0 to 1000000",
        "--max-connections-per-address=1000001 | se espera un número entero de 0 a 1000000 | expected a whole number from 0 to 1000000",
        "--idle-timeout=0s | se espera una duración de 1ms a 1 día, como 300ms, 2s o 1m | expected a duration from 1ms to one day, such as 300ms, 2s or 1m",
        "--write-timeout=2 | se espera una duración de 1ms a 1 día, como 300ms, 2s o 1m | expected a duration from 1ms to one day, such as 300ms, 2s or 1m",
        "--drain-timeout=1441m | se espera una duración de 1ms a 1 día, como 300ms, 2s o 1m | expected a duration from 1ms to one day, such as 300ms, 2s or 1m",
        "--allow=10.0.0.0/33 | no es una dirección ni un bloque como 10.0.0.0/8 o 2001:db8::/32 | this is neither an address nor a block such as 10.0.0.0/8 or 2001:db8::/32",
        "--deny=localhost | no es una dirección ni un bloque como 10.0.0.0/8 o 2001:db8::/32 | this is neither an address nor a block such as 10.0.0.0/8 or 2001:db8::/32",
        "--proxy-from=x | no es una dirección ni un bloque como 10.0.0.0/8 o 2001:db8::/32 | this is neither an address nor a block such as 10.0.0.0/8 or 2001:db8::/32",
        "--udp-refuse-ports=65536 | se espera un número entero de 0 a 65535 | expected a whole number from 0 to 65535",
        "--udp-rate=-1 | se espera un número entero de 0 a 1000000 | expected a whole number from 0 to 1000000",
        "--max-buffered-bytes=0 | se espera un número entero de 1 a 1125899906842624 | expected a whole number from 1 to 1125899906842624",
        "--max-buffered-bytes=1125899906842625 | se espera un número entero de 1 a 1125899906842624 | expected a whole number from 1 to 1125899906842624",
        "--lang=de | vale uno de estos: es, en | expected one of: es, en",
      })
  void aValueOutOfBoundsIsNamedWithItsSource(String words, String spanish, String english) {
    String name = words.substring(0, words.indexOf('='));
    String value = words.substring(words.indexOf('=') + 1);
    String start = name + " no puede ser «" + value + "»: ";
    if (!name.equals("--lang")) {
      assertMistake(
          List.of(words), start + spanish, name + " cannot be '" + value + "': " + english);
      ParsedCommandLine inEnvironment = ParsedCommandLine.of(Map.of(variable(name), value));
      assertThat(inEnvironment.said().get(0))
          .isEqualTo("server: " + variable(name) + " no puede ser «" + value + "»: " + spanish);
    } else {
      assertThat(ParsedCommandLine.of(Map.of(), words).said().get(0))
          .isEqualTo("server: " + start + spanish);
    }
  }

  @Test
  void aReplyThatFillsADatagramIsNamedInPart() {
    String reply = "x".repeat(65_507);
    String shown = "x".repeat(200) + "…";
    assertMistake(
        List.of("--reply", reply),
        "--reply no puede ser «" + shown + "»: una respuesta UDP no puede superar 65507 bytes",
        "--reply cannot be '" + shown + "': a UDP reply cannot be longer than 65507 bytes");
  }

  @Test
  void moreMemoryThanThereIsIsNamedWithWhatThereIs() {
    long bytes = 1L << 50;
    assertThat(ParsedCommandLine.of(Map.of(), "--max-buffered-bytes=" + bytes).said().get(0))
        .matches(
            ("server: --max-buffered-bytes no puede ser %d: este servidor tiene [1-9]\\d* bytes de"
                    + " memoria para búferes; ACUSE_JAVA_OPTIONS=-XX:MaxDirectMemorySize=TAMAÑO le"
                    + " da más")
                .formatted(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kqueue", "epoll", "io_uring"})
  void aTransportThatThisMachineLacksIsNamedWithTheReason(String name) {
    IoTransport transport = IoTransport.valueOf(name.toUpperCase(Locale.ROOT));
    ParsedCommandLine parsed = ParsedCommandLine.of(Map.of(), "--transport=" + name);
    if (transport.isAvailable()) {
      assertThat(parsed.config().transport()).isEqualTo(transport);
    } else {
      assertThat(parsed.status()).isEqualTo(ExitCode.USAGE);
      assertThat(parsed.said().get(0))
          .startsWith("server: --transport no puede ser «" + name + "»: no está disponible en esta")
          .hasSizeLessThan(400);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--nada | opción desconocida: --nada | unknown option: --nada",
        "hola | argumento inesperado: hola | unexpected argument: hola",
        "--tcp-port | falta un valor: --tcp-port | missing value: --tcp-port",
        "@/no/such/file | no se puede leer el archivo de opciones «/no/such/file» (un texto que empieza por @ se escribe @@) | cannot read the options file '/no/such/file' (a text that starts with @ is written @@)",
      })
  void whatIsNoOptionIsNamed(String words, String spanish, String english) {
    assertMistake(List.of(words), spanish, english);
  }

  private static void assertMistake(List<String> arguments, String spanish, String english) {
    for (String language : List.of("es", "en")) {
      List<String> spoken = new ArrayList<>(List.of("--lang=" + language));
      spoken.addAll(arguments);
      ParsedCommandLine parsed =
          ParsedCommandLine.of(new HashMap<>(), spoken.toArray(String[]::new));
      assertThat(parsed.config()).isNull();
      assertThat(parsed.status()).isEqualTo(ExitCode.USAGE);
      assertThat(parsed.said())
          .containsExactlyElementsOf(
              language.equals("es")
                  ? Arrays.asList("server: " + spanish, "Prueba «server --help».")
                  : Arrays.asList("server: " + english, "Try 'server --help'."));
    }
  }

  private static String variable(String option) {
    return "ACUSE_" + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
