package acuse.client.interop;

import static acuse.client.interop.Tool.NC;
import static acuse.client.interop.Tool.python;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.transport.IoTransport;
import acuse.server.config.ServerConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where the server listens, and from where it answers. */
@InteropTest
final class AddressTest {
  /** A connected socket takes nothing that comes from another address than it asked. */
  private static final String CONNECTED_UDP_PEER =
      """
      import socket, sys
      host, port = sys.argv[1], int(sys.argv[2])
      family = socket.AF_INET6 if ":" in host else socket.AF_INET
      s = socket.socket(family, socket.SOCK_DGRAM)
      s.settimeout(20)
      s.connect((host, port))
      for message in (b"uno", b"dos"):
          s.send(message)
          print(s.recv(1024).decode())
      """;

  private static final Finished TWO_REPLIES =
      Finished.saying("Servidor UDP recibió: uno\nServidor UDP recibió: dos\n");

  @Nested
  final class OnTheIpv4Wildcard {
    @RegisterExtension final RunningServer server = on("0.0.0.0", IoTransport.AUTO);

    @Test
    void aUdpReplyComesFromTheAddressThatWasAsked() {
      assertThat(python(CONNECTED_UDP_PEER, "127.0.0.1", server.udpPort())).isEqualTo(TWO_REPLIES);
      assertThat(python(CONNECTED_UDP_PEER, "127.0.0.2", server.udpPort())).isEqualTo(TWO_REPLIES);
    }

    @Test
    void tcpAnswersOnEveryAddress() {
      assertThat(NC.start("-N", "127.0.0.2", server.tcpPort()).send("a\n").finish())
          .isEqualTo(Finished.saying("Servidor TCP recibió: a\n"));
    }
  }

  @Nested
  final class OnTheIpv6Wildcard {
    @RegisterExtension final RunningServer server = on("::", IoTransport.AUTO);

    @Test
    void bothFamiliesAreAnsweredFromTheAddressThatWasAsked() {
      assertThat(python(CONNECTED_UDP_PEER, "::1", server.udpPort())).isEqualTo(TWO_REPLIES);
      assertThat(python(CONNECTED_UDP_PEER, "127.0.0.1", server.udpPort())).isEqualTo(TWO_REPLIES);
    }

    @Test
    void bothFamiliesAreAnsweredOverTcp() {
      for (String host : new String[] {"::1", "127.0.0.1"}) {
        assertThat(NC.start("-N", host, server.tcpPort()).send("a\n").finish())
            .isEqualTo(Finished.saying("Servidor TCP recibió: a\n"));
      }
    }
  }

  @Nested
  final class OnTheIpv6Loopback {
    @RegisterExtension final RunningServer server = on("::1", IoTransport.AUTO);

    @Test
    void tcpAndUdpAreAnswered() {
      assertThat(NC.start("-6", "-N", "::1", server.tcpPort()).send("a\n").finish())
          .isEqualTo(Finished.saying("Servidor TCP recibió: a\n"));
      assertThat(python(CONNECTED_UDP_PEER, "::1", server.udpPort())).isEqualTo(TWO_REPLIES);
    }
  }

  @Nested
  final class WithNio {
    @RegisterExtension final RunningServer server = on("0.0.0.0", IoTransport.NIO);

    @Test
    void tcpAndUdpAreAnswered() {
      assertThat(NC.start("-N", "127.0.0.1", server.tcpPort()).send("a\n").finish())
          .isEqualTo(Finished.saying("Servidor TCP recibió: a\n"));
      assertThat(python(CONNECTED_UDP_PEER, "127.0.0.1", server.udpPort())).isEqualTo(TWO_REPLIES);
    }
  }

  private static RunningServer on(String host, IoTransport transport) {
    try {
      return RunningServer.with(
          ServerConfig.builder().host(InetAddress.getByName(host)).transport(transport));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
