package acuse.server;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.command.Program;
import acuse.common.text.Language;
import acuse.common.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.OptionSpec;

/** Picocli is the measure: what is read without it is read the same. */
class PlainArgumentsTest {
  private static final int PARSED = 42;
  private static final Program PROGRAM = new Program(Map.of());

  /** What people type, and what they mistype. */
  private static final String[] WORDS =
      ("--host=0.0.0.0|--host ::1|--host= |--tcp-port 0|--tcp-port=65536|--udp-port=07|--udp-port"
              + "|--only tcp|--only=UDP|--only=both|--framing raw|--framing=AUTO|--framing=x"
              + "|--reply {message}|--reply={nobody}|--reply={\"got\": 1}|--exit-word=adiós"
              + "|--exit-word=|--exit-word bye|--max-message-bytes=9|--max-message-bytes=0"
              + "|--transport=nio|--transport=Auto|--transport=x|--threads=2|--threads=0|--lang en"
              + "|--lang=de|--quiet|--quiet=false|hola|--|-x|--help|-V|@nothing|--tcp=7")
          .split("\\|");

  @Test
  void whatIsReadWithoutPicocliIsReadTheSame() {
    Random random = new Random(1);
    int plain = 0;
    for (int i = 0; i < 2_000; i++) {
      List<String> arguments = new ArrayList<>();
      for (int words = random.nextInt(4); words > 0; words--) {
        arguments.addAll(List.of(WORDS[random.nextInt(WORDS.length)].split(" ", 2)));
      }
      String[] array = arguments.toArray(new String[0]);
      ServerCommand command = ServerCommand.ofPlain(array, Map.of(), PROGRAM);
      if (command != null) {
        plain++;
        assertThat(command)
            .as("%s", arguments)
            .usingRecursiveComparison()
            .ignoringFields("spec", "err", "texts", "commonOptions", "guardOptions", "tlsOptions")
            .isEqualTo(ofPicocli(array));
      }
    }
    assertThat(plain).isGreaterThan(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--quiet", "--tcp-port=0 --udp-port 0 --quiet", "--framing line"})
  void whatIsUsualIsReadWithoutPicocli(String usual) {
    String[] arguments = usual.isEmpty() ? new String[0] : usual.split(" ");
    assertThat(ServerCommand.ofPlain(arguments, Map.of(), PROGRAM)).isNotNull();
    assertThat(ServerCommand.ofPlain(arguments, Map.of("ACUSE_QUIET", "true"), PROGRAM)).isNull();
  }

  /** All of them, so that none is overlooked that picocli alone reads. */
  @Test
  void everyOptionFromTheEnvironmentIsLeftToPicocli() {
    Texts texts = Texts.of(ServerCommand.class, Language.ES);
    for (OptionSpec option : ServerCommand.commandLine(texts).getCommandSpec().options()) {
      if (!option.usageHelp() && !option.versionHelp()) {
        String variable =
            "ACUSE_" + option.longestName().substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
        assertThat(ServerCommand.ofPlain(new String[0], Map.of(variable, "x"), PROGRAM))
            .as(variable)
            .isNull();
      }
    }
  }

  /** A Service by the name of acuse-tcp sets them in every container. */
  @ParameterizedTest
  @CsvSource({
    "ACUSE_TCP_PORT, tcp://10.0.0.1:65432",
    "ACUSE_UDP_PORT, udp://10.0.0.1:65433",
    "ACUSE_TCP_PORT_65432_TCP, tcp://10.0.0.1:65432",
    "ACUSE_TCP_PORT_65432_TCP_ADDR, 10.0.0.1",
    "ACUSE_TCP_SERVICE_HOST, 10.0.0.1",
    "ACUSE_TCP_SERVICE_PORT, 65432",
    "ACUSE_NOTHING, x",
  })
  void variablesThatAreNoOptionsDoNothing(String variable, String value) {
    assertThat(ServerCommand.ofPlain(new String[0], Map.of(variable, value), PROGRAM)).isNotNull();
  }

  private static ServerCommand ofPicocli(String... arguments) {
    ServerCommand[] command = new ServerCommand[1];
    int status =
        PROGRAM.run(
            arguments,
            ServerCommand.class,
            texts ->
                ServerCommand.commandLine(texts)
                    .setExecutionStrategy(
                        parsed -> {
                          command[0] = parsed.commandSpec().commandLine().getCommand();
                          return PARSED;
                        }));
    assertThat(status).as("%s", List.of(arguments)).isEqualTo(PARSED);
    return command[0];
  }
}
