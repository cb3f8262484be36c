package acuse.client.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server among the programs that operators have. */
@InteropTest
final class OperationTest {
  private static final Path UNITS = Path.of("../deploy/systemd");

  /** Of ten, by systemd-analyze. */
  private static final double MAX_EXPOSURE = 1.5;

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, tcp:udp,      false",
    "127.0.0.1, udp:tcp,      true",
    "127.0.0.1, web:acuse,    false",
    "127.0.0.1, '',           true",
    "0.0.0.0,   '',           false",
    "'::',      acuse.socket, false",
  })
  void whatIsSentWhileNoProcessRunsIsAnsweredByTheNextOne(
      String host, String names, boolean udpFirst) {
    assertThat(
            SocketActivation.restartTwice(host, names, udpFirst, ServerProgram.command("--quiet")))
        .isEqualTo(Finished.saying(SocketActivation.ALL_ANSWERED));
  }

  @ParameterizedTest
  @CsvSource({
    "tcp, --tcp-port=0,      --tcp-port",
    "tcp, --udp-port=0,      --udp-port",
    "udp, --tcp-port=0,      --tcp-port",
    "udp, --only=tcp,        --only",
    "tcp, --transport=nio,   epoll",
    "connected, --quiet,     LISTEN_FDS",
    "unix, --quiet,          LISTEN_FDS",
  })
  void aSocketThatCannotBeUsedIsAUsageError(String kind, String option, String named) {
    Finished server = SocketActivation.start(kind, ServerProgram.command(option));
    assertThat(server.status()).isEqualTo(2);
    assertThat(server.out()).isEmpty();
    assertThat(server.err()).contains(named).doesNotContain("\tat ");
  }

  @Test
  void promtoolFindsNothingWrongWithTheMetrics() {
    try (PeerProcess server =
        PeerProcess.start(
            Path.of("."),
            ServerProgram.command("--admin-port=0", "--tcp-port=0", "--udp-port=0"))) {
      String address = server.awaitOut("Puerto de administración en (\\S+)\n").group(1);
      server.awaitOut("Servidor UDP");
      Finished page =
          PeerProcess.start(Path.of("."), List.of("curl", "-sS", address + "/metrics")).finish();
      assertThat(page.out()).contains("acuse_messages_total");
      Finished checked =
          PeerProcess.start(Path.of("."), List.of("promtool", "check", "metrics"))
              .send(page.out())
              .finish();
      assertThat(checked).isEqualTo(Finished.saying(""));
    }
  }

  @Test
  void theServiceIsExposedToLittle() {
    Finished judged =
        PeerProcess.start(
                UNITS,
                List.of(
                    "systemd-analyze", "security", "--no-pager", "--offline=true", "acuse.service"))
            .finish();
    Matcher level =
        Pattern.compile("exposure level for acuse.service: ([0-9.]+)").matcher(judged.out());
    assertThat(level.find()).as(judged.out() + judged.err()).isTrue();
    assertThat(Double.parseDouble(level.group(1))).isLessThanOrEqualTo(MAX_EXPOSURE);
  }
}
