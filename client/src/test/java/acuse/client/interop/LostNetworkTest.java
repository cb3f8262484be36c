package acuse.client.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A network that takes no datagrams for a while: the client and a server are in a network namespace
 * of their own, where the routes are the test's. Left out where the system does not allow that.
 */
@InteropTest
final class LostNetworkTest {
  private static final String ADDRESS = "10.2.2.2";

  /**
   * An echo server, and a client. How the kernel says that there is no way from the one to the
   * other is {@code $1}, and how many seconds that is so, {@code $2}.
   */
  private static final String NETWORK =
      """
      kind=$1; seconds=$2; shift 2
      ip link set lo up && ip addr add ADDRESS/32 dev lo || exit 99
      python3 -c '
      import socket
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      s.bind(("ADDRESS", 5000))
      print("ready", flush=True)
      while True:
          data, peer = s.recvfrom(65535)
          s.sendto(data, peer)
      ' >ready & server=$!
      until [ -s ready ]; do sleep 0.1; done
      ip rule add pref 1 lookup local && ip rule del pref 0 || exit 99
      ip rule add pref 0 to ADDRESS $kind || exit 99
      network=
      if [ "$seconds" != never ]; then { sleep "$seconds"; ip rule del pref 0; } & network=$!; fi
      "$@"
      status=$?
      if [ "$network" ]; then wait "$network"; fi
      kill $server
      exit $status
      """
          .replace("ADDRESS", ADDRESS);

  @TempDir Path folder;

  @BeforeEach
  void needsANamespace() {
    List<String> nothing = List.of("unshare", "--map-root-user", "--net", "true");
    assumeTrue(
        PeerProcess.start(folder, nothing).finish().status() == 0, "no namespaces for this user");
  }

  /** The kernel says ENETUNREACH, EACCES and EINVAL (fib_rules.c). */
  @ParameterizedTest
  @ValueSource(strings = {"unreachable", "prohibit", "blackhole"})
  void whatTheNetworkDoesNotTakeIsSentAgain(String kind) {
    assertThat(client(kind, "1", "--timeout=300ms", "--retries=10", "uno", "dos", "exit"))
        .isEqualTo(Finished.saying("uno\ndos\n"));
  }

  @Test
  void withoutRetriesItCannotBeReached() {
    assertThat(client("unreachable", "never", "uno"))
        .isEqualTo(new Finished(3, "", "client: no se puede llegar a UDP " + ADDRESS + ":5000\n"));
  }

  private Finished client(String kind, String seconds, String... arguments) {
    List<String> options =
        new ArrayList<>(List.of("--protocol=udp", "--host=" + ADDRESS, "--port=5000"));
    options.addAll(List.of(arguments));
    List<String> words =
        new ArrayList<>(
            List.of(
                "unshare", "--map-root-user", "--net", "sh", "-c", NETWORK, "sh", kind, seconds));
    words.addAll(ClientProgram.command(options));
    return PeerProcess.start(folder, words).finish();
  }
}
