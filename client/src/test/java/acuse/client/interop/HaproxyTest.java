package acuse.client.interop;

import static acuse.client.interop.Tool.HAPROXY;
import static acuse.client.interop.Tool.LOOPBACK;
import static acuse.client.interop.Tool.NCAT;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.testing.ClosedPort;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind a real HAProxy, in both versions of its PROXY protocol. */
@InteropTest
final class HaproxyTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"send-proxy", "send-proxy-v2", "send-proxy-v2 proxy-v2-options unique-id"})
  void theServerSeesWhoIsBehindIt(String header) throws Exception {
    String other = "127.0.0.77";
    try (ClosedPort held = ClosedPort.hold();
        ServerProgram server =
            ServerProgram.start(
                "--tcp-port=0",
                "--udp-port=0",
                "--proxy-protocol",
                "--proxy-from=127.0.0.1",
                "--allow=" + other);
        PeerProcess proxy = startProxy(server, header, String.valueOf(held.number()))) {
      String port = String.valueOf(held.number());
      proxy.awaitErr("Loading success");
      assertThat(NCAT.start("--source", other, LOOPBACK, port).send("hola\nadiós\n").finish())
          .isEqualTo(Finished.saying("Servidor TCP recibió: hola\nServidor TCP recibió: adiós\n"));
      server.process().awaitOut("Mensaje recibido \\(TCP\\) de 127.0.0.77:\\d+: hola");
      assertThat(NCAT.start(LOOPBACK, port).send("hola\n").finish().out()).isEmpty();
      server.process().awaitOut("Sin atender: por dirección \\(--allow, --deny\\): 1");
      proxy.signal("TERM"); // which its worker hears, too
      proxy.awaitEnd();
    }
  }

  /** HAProxy does not say which port it was given for 0. */
  private PeerProcess startProxy(ServerProgram server, String header, String port)
      throws Exception {
    Path configuration = folder.resolve("haproxy.cfg");
    Files.writeString(
        configuration,
        """
        defaults
          mode tcp
          timeout connect 30s
          timeout client 60s
          timeout server 60s
          unique-id-format acuse
        frontend front
          bind 127.0.0.1:%s
          default_backend back
        backend back
          server acuse 127.0.0.1:%d %s
        """
            .formatted(port, server.tcpPort(), header));
    return HAPROXY.start("-W", "-f", configuration.toString());
  }
}
