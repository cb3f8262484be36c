package acuse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.common.text.Language;
import acuse.common.text.Texts;
import acuse.server.guard.GuardConfig;
import acuse.server.guard.GuardConfigBuilder;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** From the command line to what the server bears with, without a server. */
class GuardOptionsTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @Test
  void withoutOptionsAllIsAsItComes() {
    assertThat(parse())
        .usingRecursiveComparison()
        .isEqualTo(new GuardConfigBuilder().build(LOOPBACK));
  }

  @Test
  void eachOptionSaysWhatItSays() {
    GuardConfig config =
        parse(
            "--max-connections=5",
            "--max-connections-per-address=2",
            "--idle-timeout=1m",
            "--write-timeout=2s",
            "--drain-timeout=300ms",
            "--allow=10.0.0.0/8,::1",
            "--allow=127.0.0.1",
            "--deny=10.0.0.1",
            "--proxy-protocol",
            "--proxy-from=192.0.2.0/24",
            "--udp-refuse-ports=5000,6000",
            "--udp-rate=7");
    assertThat(config.maxConnections()).isEqualTo(5);
    assertThat(config.maxConnectionsPerAddress()).isEqualTo(2);
    assertThat(config.idleTimeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.writeTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.drainTimeout()).isEqualTo(Duration.ofMillis(300));
    assertThat(config.rules().allowed()).hasToString("[10.0.0.0/8, ::1, 127.0.0.1]");
    assertThat(config.rules().denied()).hasToString("[10.0.0.1]");
    assertThat(config.proxies()).hasToString("[192.0.2.0/24]");
    assertThat(config.udpRefusedPorts()).isEqualTo(Set.of(5000, 6000));
    assertThat(config.udpAnswersPerSecond()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--max-connections=0",
        "--idle-timeout=0s",
        "--allow=10.0.0.0/33",
        "--allow=",
        "--allow=10.0.0.0/8,",
        "--deny=,10.0.0.0/8",
        "--deny=10.0.0.0/8,,::1",
        "--udp-refuse-ports=5000,",
        "--deny=localhost",
        "--udp-refuse-ports=65536",
        "--udp-rate=-1"
      })
  void whatIsWrongIsNoConfiguration(String argument) {
    assertThatThrownBy(() -> parse(argument)).isInstanceOf(ParameterException.class);
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void helpSaysThatValuesMayBeSeparatedByCommas(Language language) {
    Texts texts = Texts.of(ServerCommand.class, language);
    String help =
        ServerCommand.commandLine(texts).setResourceBundle(texts.bundle()).getUsageMessage();
    assertThat(help)
        .contains(
            "--allow=CIDR[,CIDR...]",
            "--deny=CIDR[,CIDR...]",
            "--proxy-from=CIDR[,CIDR...]",
            "--udp-refuse-ports=PORT[,PORT...]")
        .doesNotContain("(?");
  }

  private GuardConfig parse(String... arguments) {
    CommandLine commandLine = ServerCommand.commandLine(Texts.of(ServerCommand.class, Language.EN));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.parseArgs(arguments);
    ServerCommand command = commandLine.getCommand();
    return command.settings().config().guard();
  }
}
