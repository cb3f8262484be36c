package acuse.client.interop;

import static acuse.client.interop.ClientProgram.at;
import static acuse.client.interop.ClientProgram.tcp;
import static acuse.client.interop.ClientProgram.udp;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Framing;
import acuse.server.config.ServerConfig;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
      assertThat(udp(server.udpPort()).send("uno\nexit\ndos\n").finish())
          .isEqualTo(Finished.saying("Servidor UDP recibió: uno\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void exitIsShownWhereItIsTypedAndNowhereElse(String protocol) {
      boolean tcp = protocol.equals("tcp");
      String name = tcp ? "TCP" : "UDP";
      String port = tcp ? server.tcpPort() : server.udpPort();
      String counted = "client: messages: 1; with a reply: 1; without: 0; surplus replies: 0\n";
      String[] options = {"--protocol=" + protocol, "--lang=en", "--verbose"};
      assertThat(at(port, words(options, "--format=transcript", "uno", " Exit ", "dos")).finish())
          .isEqualTo(
              new Finished(
                  0,
                  "Type a message (%1$s): uno\n%1$s server replied: Servidor %1$s recibió: uno\n"
                          .formatted(name)
                      + "Type a message (%s):  Exit \n".formatted(name),
                  counted));
      assertThat(at(port, words(options, "--format=plain")).send("uno\nEXIT\r\ndos").finish())
          .isEqualTo(new Finished(0, "Servidor " + name + " recibió: uno\n", counted));
      Finished json = at(port, words(options, "--format=json", "uno", "exit")).finish();
      assertThat(json.out().lines()).singleElement().asString().contains("\"message\":\"uno\"");
      assertThat(json.err()).isEqualTo(counted);
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

  private static String[] words(String[] first, String... more) {
    return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
  }

  private static String lines(String start, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> start + "línea " + number + "\n")
        .collect(Collectors.joining());
  }
}
