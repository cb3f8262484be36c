package acuse.client.interop;

import static acuse.client.interop.ClientProgram.tcp;
import static acuse.client.interop.ClientProgram.udp;
import static acuse.client.interop.Tool.NCAT;
import static acuse.client.interop.Tool.SOCAT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our client and the echo servers that one line in a shell makes. */
@InteropTest
final class ClientAndEchoServersTest {
  /** An echo of bytes is an echo of messages, whatever marks them. */
  @ParameterizedTest
  @ValueSource(strings = {"line", "raw", "length"})
  void socatEchoesInEveryFraming(String framing) {
    try (PeerProcess echo = socat("TCP-LISTEN:0,bind=127.0.0.1,fork,reuseaddr", "EXEC:cat")) {
      assertThat(tcp(port(echo), "--framing=" + framing, "hola", "dos palabras", "adiós").finish())
          .isEqualTo(Finished.saying("hola\ndos palabras\nadiós\n"));
    }
  }

  @Test
  void fiftyThousandLinesThroughSocatComeBackInOrder() {
    String lines =
        IntStream.rangeClosed(1, 50_000)
            .mapToObj(number -> "línea " + number + "\n")
            .collect(Collectors.joining());
    try (PeerProcess echo = socat("TCP-LISTEN:0,bind=127.0.0.1,fork,reuseaddr", "EXEC:cat")) {
      assertThat(tcp(port(echo)).send(lines).finish()).isEqualTo(Finished.saying(lines));
    }
  }

  @Test
  void socatEchoesDatagrams() {
    try (PeerProcess echo = socat("UDP-LISTEN:0,bind=127.0.0.1,fork,reuseaddr", "EXEC:cat")) {
      assertThat(udp(port(echo), "hola", "adiós").finish())
          .isEqualTo(Finished.saying("hola\nadiós\n"));
    }
  }

  /**
   * Ncat forgets what its program has still to say once the peer has finished, so the client is not
   * to finish first. It says which port it took only when told one: that of a server just gone.
   */
  @Test
  void ncatEchoesLines() {
    String port;
    try (PeerProcess echo = socat("TCP-LISTEN:0,bind=127.0.0.1", "EXEC:cat")) {
      port = port(echo);
      echo.signal("KILL");
      echo.awaitEnd();
    }
    try (PeerProcess echo =
        NCAT.start("-v", "-l", "-k", Tool.LOOPBACK, port, "--exec", "/bin/cat")) {
      echo.awaitErr("Listening on");
      try (PeerProcess client = tcp(port)) {
        client.send("hola\n").awaitOut("^hola\n$");
        client.send("adiós\n").awaitOut("\nadiós\n$");
        assertThat(client.finish()).isEqualTo(Finished.saying("hola\nadiós\n"));
      }
    }
  }

  private static PeerProcess socat(String listener, String program) {
    return SOCAT.start("-d", "-d", listener, program);
  }

  private static String port(PeerProcess socat) {
    return socat.awaitErr("listening on (?:UDP )?AF=2 127\\.0\\.0\\.1:(\\d+)").group(1);
  }
}
