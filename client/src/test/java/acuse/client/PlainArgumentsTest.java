package acuse.client;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.client.settings.ClientSettings;
import acuse.common.text.Language;
import acuse.common.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.OptionSpec;

/** Picocli is the measure: what is read without it is read the same. */
class PlainArgumentsTest {
  /** Command lines as people type and mistype them. */
  private static final String[] WORDS =
      ("--protocol tcp|--protocol=udp|--protocol|--protocol=|--protocol=TCP|--protocol=x|--host=::1"
              + "|--host localhost|--host= |--port=1|--port 65536|--port=07|--port=+7|--framing raw"
              + "|--framing=auto|--framing=Length|--timeout=300ms|--timeout 0s|--timeout=1m"
              + "|--retries=3|--retries=-1|--window=9|--window=0|--format json|--format=PLAIN"
              + "|--format=xml|--lang en|--lang=ES|--lang=de|--no-history|--verbose|--verbose=false"
              + "|--verbose=true|--no-history=|--tls|--tls-ca ca.pem|--tls-cert=c.pem|--tls-key=k.pem|--tls-insecure|hola|dos palabras|completion|--|-|-x|--x|--help|-h|-V"
              + "|@nothing|@@at|a=b|--proto=tcp|'quoted'|\"quoted\"|a\nb|ñandú|tcp|7|$HOME|\\|,")
          .split("\\|");

  @Test
  void whatIsReadWithoutPicocliIsReadTheSame() {
    Random random = new Random(1);
    int plain = 0;
    for (int i = 0; i < 5_000; i++) {
      List<String> arguments = new ArrayList<>();
      if (random.nextInt(10) > 0) {
        arguments.addAll(List.of("--protocol", random.nextBoolean() ? "tcp" : "udp"));
      }
      for (int words = random.nextInt(4); words > 0; words--) {
        arguments.addAll(List.of(WORDS[random.nextInt(WORDS.length)].split(" ", 2)));
      }
      ClientSettings settings = ofPlain(arguments, Map.of());
      if (settings != null) {
        plain++;
        assertThat(settings)
            .as("%s", arguments)
            .isEqualTo(ParsedSettings.expected(arguments, Map.of()));
      }
    }
    assertThat(plain).isGreaterThan(500);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hola",
        "--port=7 --host localhost hola dos",
        "--format json --verbose",
        "--tls --tls-ca=ca.pem"
      })
  void whatIsUsualIsReadWithoutPicocli(String usual) {
    List<String> arguments = new ArrayList<>(List.of("--protocol=tcp"));
    Stream.of(usual.split(" ")).filter(word -> !word.isEmpty()).forEach(arguments::add);
    assertThat(ofPlain(arguments, Map.of())).isNotNull();
    assertThat(ofPlain(arguments, Map.of("ACUSE_LANG", "es", "ACUSE_JAVA_OPTIONS", "-Xint")))
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--tls-insecure",
        "--help",
        "@file",
        "--port=0",
        "--timeout=2",
        "--lang=de",
        "--",
        "a\nb"
      })
  void theRestIsLeftToPicocli(String special) {
    assertThat(ofPlain(List.of("--protocol=tcp", special), Map.of())).isNull();
  }

  @Test
  void optionsFromTheEnvironmentAreLeftToPicocli() {
    List<String> arguments = List.of("--protocol=tcp", "hola");
    assertThat(ofPlain(arguments, Map.of("ACUSE_PORT", "7"))).isNull();
    assertThat(ofPlain(arguments, Map.of("ACUSE_VERBOSE", ""))).isNull();
    assertThat(ofPlain(arguments, Map.of("ACUSE_LANG", "de"))).isNull();
  }

  /** All of them, so that none is overlooked that picocli alone reads. */
  @Test
  void everyOptionFromTheEnvironmentIsLeftToPicocli() {
    Texts texts = Texts.of(ClientCommand.class, Language.ES);
    for (OptionSpec option : ClientCommand.commandLine(texts).getCommandSpec().options()) {
      if (!option.usageHelp() && !option.versionHelp()) {
        String variable =
            "ACUSE_" + option.longestName().substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
        assertThat(ofPlain(List.of("--protocol=tcp", "hola"), Map.of(variable, "x")))
            .as(variable)
            .isNull();
      }
    }
  }

  /** A Service by the name of acuse or acuse-tcp sets them in every container. */
  @ParameterizedTest
  @CsvSource({
    "ACUSE_PORT, tcp://10.0.0.1:65432",
    "ACUSE_PORT, udp://10.0.0.1:65433",
    "ACUSE_PORT_65432_TCP, tcp://10.0.0.1:65432",
    "ACUSE_PORT_65432_TCP_PORT, 65432",
    "ACUSE_SERVICE_HOST, 10.0.0.1",
    "ACUSE_SERVICE_PORT, 65432",
    "ACUSE_TCP_PORT, tcp://10.0.0.1:65432",
    "ACUSE_TCP_SERVICE_PORT, 65432",
    "ACUSE_NOTHING, x",
  })
  void variablesThatAreNoOptionsDoNothing(String variable, String value) {
    assertThat(ofPlain(List.of("--protocol=tcp", "hola"), Map.of(variable, value))).isNotNull();
  }

  private static ClientSettings ofPlain(List<String> arguments, Map<String, String> environment) {
    return ClientMain.plainSettings(arguments.toArray(new String[0]), environment);
  }
}
