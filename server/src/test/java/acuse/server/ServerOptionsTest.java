package acuse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.common.command.ExitCode;
import acuse.common.protocol.Protocol;
import acuse.common.text.Language;
import acuse.common.text.Texts;
import acuse.server.config.ServerConfig;
import acuse.server.forward.ForwardTarget;
import acuse.server.impair.ImpairConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** From the command line to a configuration, without a server. */
class ServerOptionsTest {
  @Test
  void withoutOptionsTheDefaultsAreThoseOfTheConfiguration() {
    assertThat(config(commandLine(Language.EN)))
        .usingRecursiveComparison()
        .isEqualTo(ServerConfig.DEFAULTS);
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void helpShowsTheDefaults(Language language) {
    assertThat(commandLine(language).getUsageMessage())
        .contains(
            "(127.0.0.1)",
            "(65432)",
            "(65433)",
            "(auto)",
            "(Servidor {protocol} recibió: {message})",
            "(exit)",
            "(65536)",
            "(10000)",
            "(0)",
            "(10m)",
            "(30s)",
            "(10s)");
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void helpShowsEveryOption(Language language) {
    CommandLine commandLine = commandLine(language);
    assertThat(commandLine.getCommandSpec().options())
        .extracting(OptionSpec::longestName)
        .allSatisfy(name -> assertThat(commandLine.getUsageMessage()).contains(name));
  }

  @Test
  void whatIsGivenIsInTheConfiguration() {
    ServerConfig config =
        config(
            commandLine(Language.EN), "--host=::1", "--tcp-port=0", "--exit-word=", "--only=tcp");
    assertThat(config.host().getHostAddress()).isEqualTo("0:0:0:0:0:0:0:1");
    assertThat(config.tcpPort()).isZero();
    assertThat(config.exitWord()).hasToString("");
    assertThat(config.protocols()).hasToString("[TCP]");
  }

  @Test
  void targetsAreInTheConfigurationAndDecideWhichFaultsCanBe() {
    ServerConfig config =
        config(
            commandLine(Language.EN),
            "--forward-tcp=[::1]:80",
            "--impair=tcp-in:slice=3",
            "--impair=glue=2");
    assertThat(config.forwardTcp()).contains(new ForwardTarget("::1", 80));
    assertThat(config.forwardUdp()).isEmpty();
    assertThat(config.forwarded()).containsExactly(Protocol.TCP);
    assertThat(config.impair().orElseThrow().texts())
        .containsExactly("tcp-in:slice=3,glue=2", "tcp-out:glue=2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --forward-tcp=localhost              | it needs a port from 1 to 65535
          --forward-udp=localhost:dns          | it needs a port from 1 to 65535
          --forward-tcp=::1:80                 | with an IPv6 address in brackets
          --only=udp --forward-tcp=localhost:1 | --forward-tcp needs TCP
          --forward-udp=a:1 --impair=tcp-in:slice=3 | slice acts on replies
          """)
  void targetsThatCannotBeAreRefused(String options, String sentence) {
    ParsedCommandLine parsed =
        ParsedCommandLine.of(Map.of("ACUSE_LANG", "en"), options.split(" ", -1));
    assertThat(parsed.status()).isEqualTo(ExitCode.USAGE);
    assertThat(parsed.said().get(0)).contains(sentence);
  }

  @Test
  void faultsOnPurposeAreOffByDefaultAndHaveASeedInAnyCase() {
    assertThat(config(commandLine(Language.EN)).impair()).isEmpty();
    ImpairConfig given =
        config(
                commandLine(Language.EN),
                "--impair=udp-out:loss=2",
                "--impair=delay=50ms±10ms tcp:reset=3",
                "--impair-seed=-7",
                "--impair-only=192.0.2.0/24,::1")
            .impair()
            .orElseThrow();
    assertThat(given.texts())
        .containsExactly(
            "tcp-in:delay=50ms±10ms",
            "tcp-out:reset=3,delay=50ms±10ms",
            "udp-in:delay=50ms±10ms",
            "udp-out:loss=2,delay=50ms±10ms");
    assertThat(given.seed()).isEqualTo(-7);
    assertThat(given.only()).hasSize(2);
    assertThat(config(commandLine(Language.EN), "--impair=loss=2").impair().orElseThrow().seed())
        .isNotNegative();
    assertThat(config(commandLine(Language.EN), "--admin-port=0").impair().orElseThrow().isNone())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--impair-seed=1 | --impair-seed needs --impair, or --admin-port",
        "--impair-only=::1 | --impair-only needs --impair, or --admin-port",
        "--impair=lost=1 | --impair: lost is no fault",
        "--only=tcp --impair=udp:loss=1 | --impair: loss would act on UDP",
        "--only=udp --impair=reset=1 | --impair: reset would act on TCP",
      })
  void faultsThatCannotBeAreRefused(String options, String complaint) {
    ParsedCommandLine parsed =
        ParsedCommandLine.of(Map.of("ACUSE_LANG", "en"), options.split(" ", -1));
    assertThat(parsed.status()).isEqualTo(ExitCode.USAGE);
    assertThat(parsed.said().get(0)).contains(complaint);
  }

  @ParameterizedTest
  @CsvSource({
    "--pcap=- --sessions=-, --pcap and --sessions cannot both write to the standard output",
    "--pcap-limit=1MB, --pcap-limit needs --pcap",
    "--pcap-bytes=96, --pcap-bytes needs --pcap",
    "--pcap=f --pcap-limit=0, --pcap-limit",
    "--pcap=f --pcap-bytes=0, --pcap-bytes",
    "--pcap=f --pcap-limit=viel, expected a size above 0",
  })
  void mistakesAboutCapturesAreSaid(String words, String sentence) {
    ParsedCommandLine parsed =
        ParsedCommandLine.of(Map.of("ACUSE_LANG", "en"), words.split(" ", -1));
    assertThat(parsed.status()).isEqualTo(ExitCode.USAGE);
    assertThat(parsed.said().get(0)).contains(sentence);
  }

  @Test
  void theAdminPortIsOnLoopbackAndOffByDefault() {
    assertThat(config(commandLine(Language.EN)).admin()).isEmpty();
    assertThat(config(commandLine(Language.EN), "--admin-port=0").admin().orElseThrow().address())
        .hasToString("localhost/127.0.0.1:0");
  }

  @ParameterizedTest
  @CsvSource({
    "--admin-token=a, --admin-token needs --admin-port",
    "--admin-host=::1, --admin-host needs --admin-port",
    "--admin-hide-messages, --admin-hide-messages needs --admin-port",
    "--admin-port=0 --admin-host=0.0.0.0, so --admin-token is needed",
  })
  void mistakesAboutTheAdminPortAreSaid(String words, String sentence) {
    ParsedCommandLine parsed =
        ParsedCommandLine.of(Map.of("ACUSE_LANG", "en"), words.split(" ", -1));
    assertThat(parsed.status()).isEqualTo(ExitCode.USAGE);
    assertThat(parsed.said().get(0)).contains(sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--admin-token=",
        "--admin-token=con espacio",
        "--drain-delay=-1s",
        "--drain-delay=50",
        "--drain-delay=5h"
      })
  void valuesThatAreNoneAreRefused(String option) {
    assertThatThrownBy(() -> config(commandLine(Language.EN), "--admin-port=0", option))
        .isInstanceOf(ParameterException.class);
  }

  private static ServerConfig config(CommandLine commandLine, String... arguments) {
    commandLine.parseArgs(arguments);
    ServerCommand command = commandLine.getCommand();
    return command.settings().config();
  }

  private static CommandLine commandLine(Language language) {
    Texts texts = Texts.of(ServerCommand.class, language);
    return ServerCommand.commandLine(texts)
        .setResourceBundle(texts.bundle())
        .setCaseInsensitiveEnumValuesAllowed(true);
  }
}
