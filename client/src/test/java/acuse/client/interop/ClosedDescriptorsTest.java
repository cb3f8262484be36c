package acuse.client.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.client.testing.ScriptedServer;
import acuse.client.testing.UdpPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Programs that were started without an input, an output or a place for complaints, or with one
 * that is open in the wrong direction. The JVM's own files must not take their places.
 */
final class ClosedDescriptorsTest {
  private static final String CLOSED =
      "client: no se puede escribir la salida: Bad file descriptor\n";

  @TempDir static Path clientFolder;
  @TempDir static Path serverFolder;

  private static Path client;
  private static Path server;

  @BeforeAll
  static void makeTheScripts() throws IOException {
    client = ClientScript.in(clientFolder);
    server = ClientScript.serverIn(serverFolder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "<&-", ">&-", "2>&-", "<&- >&-", "<&- 2>&-", ">&- 2>&-", "<&- >&- 2>&-"})
  void overUdpOnlyTheMessageGoesOut(String closed) throws IOException {
    assertOnlyTheMessageGoesOut(script(client), closed);
  }

  /** All but those that it cannot tell; see StandardDescriptors. */
  @ParameterizedTest
  @ValueSource(strings = {"<&-", ">&-", "2>&-", "<&- 2>&-", ">&- 2>&-"})
  void withoutTheScriptItIsTheSame(String closed) throws IOException {
    assertOnlyTheMessageGoesOut(ClientProgram.command(), closed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "<&-", ">&-", "2>&-", "<&- >&-", "<&- 2>&-", ">&- 2>&-", "<&- >&- 2>&-"})
  void overTcpOnlyTheMessageGoesOut(String closed) throws Exception {
    CompletableFuture<String> wire = new CompletableFuture<>();
    try (ScriptedServer peer =
            new ScriptedServer(
                (socket, in, out) -> {
                  byte[] message = in.readNBytes("hola\n".length());
                  out.write("eco\n".getBytes(UTF_8));
                  wire.complete(new String(message, UTF_8) + new String(in.readAllBytes(), UTF_8));
                });
        PeerProcess client =
            start(
                script(ClosedDescriptorsTest.client),
                closed,
                "--protocol=tcp",
                "--port=" + peer.port(),
                "hola")) {
      assertThat(client.awaitEnd()).isEqualTo(verdict(closed));
      assertThat(wire.get(20, TimeUnit.SECONDS)).isEqualTo("hola\n");
    }
  }

  /** Nothing that is read there is sent, least of all files of the JDK. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<&-             | 0 | ''",
        "<&- >/dev/null  | 0 | ''",
        "<&- >&-         | 2 | no se puede escribir la salida: Bad file descriptor",
        "</dev/null >&-  | 2 | no se puede escribir la salida: Bad file descriptor",
        "0>/dev/null     | 2 | no se puede leer la entrada: Bad file descriptor",
        "</              | 2 | no se puede leer la entrada: Is a directory",
      })
  void withoutAnInputNothingIsSent(String redirections, int status, String said) throws Exception {
    assertNothingIsSent(script(client), redirections)
        .isEqualTo(new Finished(status, "", said.isEmpty() ? "" : "client: " + said + "\n"));
  }

  @Test
  void withoutTheScriptTheJdksFilesAreNoInputEither() throws Exception {
    assertNothingIsSent(ClientProgram.command(), "<&-").isEqualTo(Finished.saying(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version", "completion"})
  void whatWasAskedForCannotBeShown(String question) {
    for (String redirections : List.of(">&-", "1</dev/null", "<&- >&-")) {
      assertThat(start(script(client), redirections, question).awaitEnd())
          .isEqualTo(new Finished(2, "", CLOSED));
    }
    Finished shown = start(script(client), "<&- 2>&-", question).awaitEnd();
    assertThat(shown.status()).isZero();
    assertThat(shown.out()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {">&-", "<&- >&-", "1</dev/null"})
  void aServerWithoutAnOutputDoesNotStart(String redirections) {
    for (String argument : List.of("--quiet", "--help", "--version")) {
      Finished end =
          start(script(server), redirections, "--tcp-port=0", "--udp-port=0", argument).awaitEnd();
      assertThat(end.status()).isEqualTo(2);
      assertThat(end.out()).isEmpty();
      assertThat(end.err()).matches("server: no se puede escribir la salida: [^\n]+\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<&-", "2>&-", "<&- 2>&-"})
  void aServerNeedsNothingElse(String redirections) {
    try (PeerProcess running =
        start(script(server), redirections, "--tcp-port=0", "--udp-port=0")) {
      running.awaitOut("Servidor UDP esperando mensajes en 127\\.0\\.0\\.1:\\d+\n");
      running.signal("TERM");
      assertThat(running.awaitEnd().status()).isZero();
    }
  }

  private static void assertOnlyTheMessageGoesOut(List<String> program, String closed)
      throws IOException {
    try (UdpPeer peer = new UdpPeer();
        PeerProcess client =
            start(program, closed, "--protocol=udp", "--port=" + peer.port(), "hola")) {
      assertThat(peer.hear()).isEqualTo("hola");
      peer.say("eco");
      assertThat(client.awaitEnd()).isEqualTo(verdict(closed));
      assertThat(peer.heard()).as("a second datagram").isNull();
    }
  }

  private static ObjectAssert<Finished> assertNothingIsSent(
      List<String> program, String redirections) throws Exception {
    CompletableFuture<Integer> wire = new CompletableFuture<>();
    try (ScriptedServer peer =
            new ScriptedServer((socket, in, out) -> wire.complete(in.readAllBytes().length));
        PeerProcess client =
            start(program, redirections, "--protocol=tcp", "--port=" + peer.port())) {
      Finished end = client.awaitEnd();
      assertThat(wire.get(20, TimeUnit.SECONDS)).as("bytes sent").isZero();
      return assertThat(end);
    }
  }

  private static List<String> script(Path script) {
    return List.of(script.toString());
  }

  private static Finished verdict(String closed) {
    if (!closed.matches("(?:.* )?>&-.*")) {
      return Finished.saying("eco\n");
    }
    return new Finished(2, "", closed.contains("2>&-") ? "" : CLOSED);
  }

  private static PeerProcess start(List<String> program, String redirections, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "exec \"$@\" " + redirections, "sh"));
    command.addAll(program);
    command.addAll(Arrays.asList(arguments));
    return PeerProcess.start(clientFolder, command, Map.of());
  }
}
