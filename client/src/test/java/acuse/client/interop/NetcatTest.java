package acuse.client.interop;

import static acuse.client.interop.Tool.LOOPBACK;
import static acuse.client.interop.Tool.NC;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@InteropTest
final class NetcatTest {
  @RegisterExtension final RunningServer server = RunningServer.unconfigured();

  @Test
  void pipedLinesAreAnsweredBeforeTheConnectionCloses() {
    assertThat(NC.start("-N", LOOPBACK, server.tcpPort()).send("a\nb\n").finish())
        .isEqualTo(Finished.saying("Servidor TCP recibió: a\nServidor TCP recibió: b\n"));
  }

  @Test
  void crlfComesBackAsCrlf() {
    assertThat(NC.start("-N", "-C", LOOPBACK, server.tcpPort()).send("a\nb\n").finish())
        .isEqualTo(Finished.saying("Servidor TCP recibió: a\r\nServidor TCP recibió: b\r\n"));
  }

  @Test
  void whatFollowsTheLastLfIsAMessageToo() {
    assertThat(NC.start("-N", LOOPBACK, server.tcpPort()).send("a\nb").finish())
        .isEqualTo(Finished.saying("Servidor TCP recibió: a\nServidor TCP recibió: b"));
  }

  @Test
  void anEmptyLineIsAMessageAndAnEmptyStreamIsNone() {
    assertThat(NC.start("-N", LOOPBACK, server.tcpPort()).send("\n").finish())
        .isEqualTo(Finished.saying("Servidor TCP recibió: \n"));
    assertThat(NC.start("-N", LOOPBACK, server.tcpPort()).finish()).isEqualTo(Finished.saying(""));
  }

  @Test
  void fiftyThousandLinesComeBackInOrder() {
    assertThat(NC.start("-N", LOOPBACK, server.tcpPort()).send(lines("línea")).finish())
        .isEqualTo(Finished.saying(lines("Servidor TCP recibió: línea")));
  }

  @Test
  void someoneTypingIsAnsweredLineByLine() {
    try (PeerProcess nc = NC.start(LOOPBACK, server.tcpPort())) {
      nc.send("hola\n").awaitOut("^Servidor TCP recibió: hola\n$");
      nc.send("adiós\n").awaitOut("\nServidor TCP recibió: adiós\n$");
    }
  }

  @Test
  void nothingIsAnsweredFromTheExitWordOn() {
    assertThat(NC.start(LOOPBACK, server.tcpPort()).send("a\nEXIT\nb\n").finish())
        .isEqualTo(Finished.saying("Servidor TCP recibió: a\n"));
  }

  @Test
  void eachDatagramIsAnswered() {
    try (PeerProcess nc = NC.start("-u", LOOPBACK, server.udpPort())) {
      nc.send("hola\n").awaitOut("^Servidor UDP recibió: hola\n$");
      nc.send("sin fin de línea").awaitOut("\nServidor UDP recibió: sin fin de línea$");
      nc.send("exit\n").awaitOut("Servidor UDP recibió: exit\n$");
      nc.send("otra vez\n").awaitOut("\nServidor UDP recibió: otra vez\n$");
    }
  }

  private static String lines(String start) {
    return IntStream.rangeClosed(1, 50_000)
        .mapToObj(number -> start + " " + number + "\n")
        .collect(Collectors.joining());
  }
}
