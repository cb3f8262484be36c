package acuse.client.interop;

import static acuse.client.interop.Tool.LOOPBACK;
import static acuse.client.interop.Tool.SOCAT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@InteropTest
final class SocatTest {
  /** How long socat may wait for replies after its own end, in seconds; it ends with the peer. */
  private static final String PATIENCE = "-t30";

  @RegisterExtension final RunningServer server = RunningServer.unconfigured();

  @Test
  void aHalfClosedConnectionGetsAllItsReplies() {
    assertThat(SOCAT.start(PATIENCE, "-", tcp()).send("a\r\nb\nc").finish())
        .isEqualTo(
            Finished.saying(
                "Servidor TCP recibió: a\r\nServidor TCP recibió: b\nServidor TCP recibió: c"));
  }

  @Test
  void whatStopsWithoutALineEndIsAnsweredAfterASilence() {
    try (PeerProcess socat = SOCAT.start("-", tcp())) {
      socat.send("hola").awaitOut("^Servidor TCP recibió: hola$");
      socat.send("adiós").awaitOut("hola" + "Servidor TCP recibió: adiós$");
    }
  }

  @Test
  void exitEndsTheConnection() {
    assertThat(SOCAT.start("-", tcp()).send("a\nexit\n").awaitEnd())
        .isEqualTo(Finished.saying("Servidor TCP recibió: a\n"));
  }

  @Test
  void eachDatagramIsAnswered() {
    try (PeerProcess socat = SOCAT.start("-", "UDP:" + LOOPBACK + ":" + server.udpPort())) {
      socat.send("hola\n").awaitOut("^Servidor UDP recibió: hola\n$");
      socat.send("adiós").awaitOut("\nServidor UDP recibió: adiós$");
    }
  }

  @Test
  void anEmptyDatagramIsAnswered() {
    String udp = "UDP:" + LOOPBACK + ":" + server.udpPort() + ",shut-null";
    try (PeerProcess socat = SOCAT.start(PATIENCE, "-", udp)) {
      socat.closeInput();
      socat.awaitOut("^Servidor UDP recibió: $");
    }
  }

  private String tcp() {
    return "TCP:" + LOOPBACK + ":" + server.tcpPort();
  }
}
