package acuse.client.interop;

import static acuse.client.interop.ClientProgram.tcp;
import static acuse.client.interop.ClientProgram.udp;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Framing;
import acuse.server.config.ServerConfig;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Our client, as a process in a pipe, and our server. */
@InteropTest
final class ClientAndServerTest {
  @Nested
  final class Unconfigured {
    @RegisterExtension final RunningServer server = RunningServer.unconfigured();

    @Test
    void fiftyThousandLinesComeBackInOrder() {
      assertThat(tcp(server.tcpPort()).send(lines("", 50_000)).finish())
          .isEqualTo(Finished.saying(lines("Servidor TCP recibió: ", 50_000)));
    }

    @Test
    void datagramsComeBackInOrder() {
      assertThat(
              udp(server.udpPort(), "--window=64", "--retries=5", "--timeout=2s")
                  .send(lines("", 2_000))
                  .finish())
          .isEqualTo(Finished.saying(lines("Servidor UDP recibió: ", 2_000)));
    }

    @Test
    void anEmptyMessageIsADatagramToo() {
      assertThat(udp(server.udpPort(), "", "hola").finish())
          .isEqualTo(Finished.saying("Servidor UDP recibió: \nServidor UDP recibió: hola\n"));
    }

    @Test
    void whatFollowsExitIsNotSent() {
      assertThat(tcp(server.tcpPort()).send("uno\nexit\ndos\n").finish())
          .isEqualTo(Finished.saying("Servidor TCP recibió: uno\n"));
      assertThat(udp(server.udpPort()).send("uno\nexit\ndos\n").finish().out())
          .startsWith("Servidor UDP recibió: uno\n")
          .doesNotContain("dos");
    }

    @Test
    void anUnframedClientNeedsNoUnframedServer() {
      assertThat(tcp(server.tcpPort(), "--framing=raw", "hola", "adiós").finish())
          .isEqualTo(Finished.saying("Servidor TCP recibió: hola\nServidor TCP recibió: adiós\n"));
    }

    @Test
    void noMessagesAreACleanRun() {
      assertThat(tcp(server.tcpPort()).finish()).isEqualTo(Finished.saying(""));
      assertThat(udp(server.udpPort()).finish()).isEqualTo(Finished.saying(""));
    }
  }

  @Nested
  final class FramedByLength {
    @RegisterExtension
    final RunningServer server = RunningServer.with(ServerConfig.builder().framing(Framing.LENGTH));

    @Test
    void bothSpeakIt() {
      assertThat(tcp(server.tcpPort(), "--framing=length", "hola", "dos\nlíneas").finish())
          .isEqualTo(
              Finished.saying("Servidor TCP recibió: hola\nServidor TCP recibió: dos\nlíneas\n"));
    }
  }

  private static String lines(String start, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> start + "línea " + number + "\n")
        .collect(Collectors.joining());
  }
}
