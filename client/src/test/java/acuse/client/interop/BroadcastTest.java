package acuse.client.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import acuse.server.ServerMain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server on a network of its own, which has broadcasts and groups. */
@InteropTest
final class BroadcastTest {
  /** Its second address has no broadcast address, as in containers. */
  private static final String NETWORK =
      """
      ip link set lo up
      ip link add net0 type veth peer name net1
      ip address add 10.7.7.1/24 broadcast + dev net0
      ip address add 10.8.8.1/24 dev net0
      ip link set net0 up
      ip link set net1 up
      exec python3 -c "$0" "$@"
      """;

  /**
   * Asks at addresses of one machine, and between them at those of many, from one socket: what
   * comes first is the answer to what was asked first. Prints who answered.
   */
  private static final String PEER =
      """
      import re, signal, socket, subprocess, sys
      server = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, text=True)
      port = int(re.search(r':(\\d+)$', server.stdout.readline().strip()).group(1))
      peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      peer.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
      peer.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton('10.7.7.1'))
      peer.settimeout(20)
      for one in ['127.0.0.1', '127.0.0.2', '10.7.7.1', '10.8.8.1']:
          for many in ['127.255.255.255', '10.7.7.255', '224.0.0.1']:
              peer.sendto(b'todos', (many, port))
          peer.sendto(b'uno', (one, port))
          message, sender = peer.recvfrom(1000)
          print(sender[0], message.decode())
      table = open('/proc/net/udp').read()
      print('sockets for many', len(re.findall('(FFFFFF7F|FF07070A|010000E0):', table)))
      server.send_signal(signal.SIGTERM)
      print(server.stdout.read(), end='')
      sys.exit(server.wait())
      """;

  @TempDir Path folder;

  @BeforeEach
  void needsANamespace() {
    List<String> nothing =
        List.of("unshare", "--map-root-user", "--net", "ip", "link", "add", "net0", "type", "veth");
    assumeTrue(
        PeerProcess.start(folder, nothing).finish().status() == 0, "no networks for this user");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::"})
  void whatIsSentToManyIsAnsweredByNone(String host) {
    Finished end = server("--host=" + host, "--only=udp", "--udp-port=0", "--threads=2", "--quiet");
    assertThat(end.err()).isEmpty();
    assertThat(end.status()).isZero();
    assertThat(end.out())
        .startsWith(
            """
            127.0.0.1 Servidor UDP recibió: uno
            127.0.0.2 Servidor UDP recibió: uno
            10.7.7.1 Servidor UDP recibió: uno
            10.8.8.1 Servidor UDP recibió: uno
            sockets for many 0
            """);
    long counted =
        Pattern.compile("datagramas enviados a direcciones de difusión o a grupos: (\\d+)")
            .matcher(end.out())
            .results()
            .mapToLong(line -> Long.parseLong(line.group(1)))
            .sum();
    assertThat(counted).isEqualTo(12);
  }

  private Finished server(String... arguments) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "unshare",
                "--map-root-user",
                "--net",
                "sh",
                "-c",
                NETWORK,
                PEER,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", // as bin/server, or newer JDKs warn
                "-cp",
                System.getProperty("java.class.path"),
                ServerMain.class.getName(),
                "--lang=es"));
    words.addAll(Arrays.asList(arguments));
    return PeerProcess.start(folder, words).finish();
  }
}
