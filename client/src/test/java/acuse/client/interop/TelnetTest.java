package acuse.client.interop;

import static acuse.client.interop.Tool.LOOPBACK;
import static acuse.client.interop.Tool.TELNET;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.ReplyTemplate;
import acuse.server.config.ServerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Telnet ends its lines in CRLF, and ends with its stdin: that stays open until all is said. */
@InteropTest
final class TelnetTest {
  /** Marks where a message ended; telnet itself shows CRLF as LF. */
  private static final ReplyTemplate MARKED = ReplyTemplate.parse("recibió <{message}>");

  @RegisterExtension
  final RunningServer server = RunningServer.with(ServerConfig.builder().reply(MARKED));

  @Test
  void theCrOfItsLinesIsNoPartOfTheMessage() {
    try (PeerProcess telnet = TELNET.start(LOOPBACK, server.tcpPort())) {
      telnet.send("hola\n").awaitOut("\nrecibió <hola>\n$");
      telnet.send("adiós\n").awaitOut("\nrecibió <adiós>\n$");
    }
  }

  @Test
  void exitClosesTheConnection() {
    Finished telnet = TELNET.start(LOOPBACK, server.tcpPort()).send("hola\nexit\n").awaitEnd();
    assertThat(telnet.out()).endsWith("\nrecibió <hola>\n");
    assertThat(telnet.err()).contains("Connection closed by foreign host");
  }
}
