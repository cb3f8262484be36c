package acuse.client.interop;

import static acuse.client.interop.Tool.LOOPBACK;
import static acuse.client.interop.Tool.NCAT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@InteropTest
final class NcatTest {
  @RegisterExtension final RunningServer server = RunningServer.unconfigured();

  @Test
  void pipedLinesAreAnsweredBeforeTheConnectionCloses() {
    assertThat(NCAT.start(LOOPBACK, server.tcpPort()).send("a\nb\n").finish())
        .isEqualTo(Finished.saying("Servidor TCP recibió: a\nServidor TCP recibió: b\n"));
  }

  @Test
  void crlfComesBackAsCrlf() {
    assertThat(NCAT.start("-C", LOOPBACK, server.tcpPort()).send("a\n").finish())
        .isEqualTo(Finished.saying("Servidor TCP recibió: a\r\n"));
  }

  @Test
  void nothingIsAnsweredFromTheExitWordOn() {
    assertThat(NCAT.start(LOOPBACK, server.tcpPort()).send("a\nexit\nb\n").finish())
        .isEqualTo(Finished.saying("Servidor TCP recibió: a\n"));
  }

  /** Over UDP ncat ends with its stdin, and waits for nothing. */
  @Test
  void eachDatagramIsAnswered() {
    try (PeerProcess ncat = NCAT.start("-u", LOOPBACK, server.udpPort())) {
      ncat.send("hola\n").awaitOut("^Servidor UDP recibió: hola\n$");
      ncat.send("exit\n").awaitOut("\nServidor UDP recibió: exit\n$");
    }
  }
}
