package acuse.client.interop;

import static acuse.client.testing.ScriptedServer.readLine;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.client.testing.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client and a person, at a real terminal. */
@InteropTest
final class TerminalTest {
  private static final String ASK_PROTOCOL = "¿Quieres usar TCP o UDP? (tcp/udp):";

  private static final String PROMPT = "Escribe un mensaje (TCP):";

  @TempDir static Path folder;

  private static Path client;

  @RegisterExtension final RunningServer server = RunningServer.unconfigured();

  /** Nobody's own history is read or written. */
  @TempDir Path state;

  @BeforeAll
  static void makeTheScript() throws IOException {
    client = ClientScript.in(folder);
  }

  @Test
  void aConversationOverTcpReadsAsItShould() {
    try (Terminal terminal = client(Map.of(), "--port=" + server.tcpPort())) {
      terminal.awaitLastLine(ASK_PROTOCOL);
      terminal.enter("tcp").awaitLastLine(PROMPT);
      terminal.enter("Hola, Servidor TCP").awaitLastLine(PROMPT);
      terminal.enter("exit");
      terminal.awaitScreen(
          "¿Quieres usar TCP o UDP? (tcp/udp): tcp",
          "Escribe un mensaje (TCP): Hola, Servidor TCP",
          "Servidor TCP respondió: Servidor TCP recibió: Hola, Servidor TCP",
          "Escribe un mensaje (TCP): exit",
          "[status 0]",
          "icanon echo");
    }
  }

  /** A datagram's exit is answered like any message, but nobody wants to know. */
  @Test
  void aConversationOverUdpReadsAsItShould() {
    try (Terminal terminal = client(Map.of(), "--port=" + server.udpPort())) {
      terminal.awaitLastLine(ASK_PROTOCOL);
      terminal.enter("UDP").awaitLastLine("Escribe un mensaje (UDP):");
      terminal.enter("Hola, Servidor UDP").awaitLastLine("Escribe un mensaje (UDP):");
      terminal.enter("exit");
      terminal.awaitScreen(
          "¿Quieres usar TCP o UDP? (tcp/udp): UDP",
          "Escribe un mensaje (UDP): Hola, Servidor UDP",
          "Servidor UDP respondió: Servidor UDP recibió: Hola, Servidor UDP",
          "Escribe un mensaje (UDP): exit",
          "[status 0]",
          "icanon echo");
    }
  }

  @Test
  void aConversationInEnglishReadsAsItShould() {
    try (Terminal terminal = client(Map.of("ACUSE_LANG", "en"), "--port=" + server.tcpPort())) {
      terminal.awaitLastLine("Do you want to use TCP or UDP? (tcp/udp):");
      terminal.enter("tcp").awaitLastLine("Type a message (TCP):");
      terminal.enter("Año 2026 🙂").awaitLastLine("Type a message (TCP):");
      terminal.enter("exit");
      terminal.awaitScreen(
          "Do you want to use TCP or UDP? (tcp/udp): tcp",
          "Type a message (TCP): Año 2026 🙂",
          "TCP server replied: Servidor TCP recibió: Año 2026 🙂",
          "Type a message (TCP): exit",
          "[status 0]",
          "icanon echo");
    }
  }

  @Test
  void aWrongProtocolIsAskedAgain() {
    try (Terminal terminal = client(Map.of(), "--port=" + server.tcpPort())) {
      terminal.awaitLastLine(ASK_PROTOCOL);
      terminal.enter("sctp").awaitLastLine(ASK_PROTOCOL + " sctp\n" + ASK_PROTOCOL);
      terminal.enter("").awaitLastLine(ASK_PROTOCOL + "\n" + ASK_PROTOCOL);
      terminal.enter(" tcp ").awaitLastLine(PROMPT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"C-c", "C-d"})
  void leavingAtAnyPromptIsACleanEnd(String key) {
    try (Terminal terminal = client(Map.of(), "--port=" + server.tcpPort())) {
      terminal.awaitLastLine(ASK_PROTOCOL);
      terminal.press(key).awaitEnd(0);
    }
    try (Terminal terminal = client(Map.of(), "--protocol=udp", "--port=" + server.udpPort())) {
      terminal.await("Escribe un mensaje");
      terminal.press(key).awaitEnd(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"C-c", "C-d"})
  void leavingAConnectionIsACleanEnd(String key) {
    try (Terminal terminal = client(Map.of(), "--protocol=tcp", "--port=" + server.tcpPort())) {
      terminal.awaitLastLine(PROMPT);
      terminal.press(key).awaitEnd(0);
    }
  }

  /** A half-typed line is not a message. */
  @Test
  void ctrlCWithHalfALineSendsNothingOfIt() {
    try (Terminal terminal = client(Map.of(), "--protocol=tcp", "--port=" + server.tcpPort())) {
      terminal.awaitLastLine(PROMPT);
      terminal.type("ho").awaitLastLine(PROMPT + " ho");
      terminal.press("C-c");
      assertThat(terminal.awaitEnd(0)).doesNotContain("recibió");
    }
  }

  @Test
  void aTerminalMayBeResizedWhileALineIsTyped() {
    try (Terminal terminal = client(Map.of(), "--protocol=tcp", "--port=" + server.tcpPort())) {
      terminal.awaitLastLine(PROMPT);
      terminal.type("uno dos tres cuatro").awaitLastLine(PROMPT + " uno dos tres cuatro");
      terminal.resize(30, 10).type(" cinco seis").await("seis");
      terminal.resize(100, 30).type(" siete").await("siete");
      terminal.press("Enter").await("recibió: uno dos tres cuatro cinco seis siete");
    }
  }

  @Test
  void aTabIsSent() {
    try (Terminal terminal = client(Map.of(), "--protocol=tcp", "--port=" + server.tcpPort())) {
      terminal.awaitLastLine(PROMPT);
      terminal.press("Tab").type("uno").press("Tab", "Enter").await("recibió: \\tuno\\t");
    }
  }

  @Test
  void aLineOfAnEarlierRunCanBeCalledBack() throws IOException {
    try (Terminal terminal = client(Map.of(), "--protocol=tcp", "--port=" + server.tcpPort())) {
      terminal.awaitLastLine(PROMPT);
      terminal.enter("lo de antes").awaitLastLine(PROMPT);
      terminal.press("C-d").awaitEnd();
    }
    assertThat(permissions("acuse")).isEqualTo("rwx------");
    assertThat(permissions("acuse/history")).isEqualTo("rw-------");
    try (Terminal terminal = client(Map.of(), "--port=" + server.udpPort())) {
      terminal.awaitLastLine(ASK_PROTOCOL);
      terminal.enter("udp").awaitLastLine("Escribe un mensaje (UDP):");
      terminal.press("Up").awaitLastLine("Escribe un mensaje (UDP): lo de antes");
      terminal.press("Enter").await("Servidor UDP recibió: lo de antes");
    }
  }

  @Test
  void withoutHistoryNothingIsReadAndNothingKept() throws IOException {
    Path history = Files.createDirectories(state.resolve("acuse")).resolve("history");
    Files.writeString(history, "1700000000000:de otra vez\n");
    try (Terminal terminal =
        client(Map.of(), "--protocol=tcp", "--no-history", "--port=" + server.tcpPort())) {
      terminal.awaitLastLine(PROMPT);
      terminal.press("Up").type("secreto").awaitLastLine(PROMPT + " secreto");
      terminal.press("Enter").await("recibió: secreto");
      terminal.awaitLastLine(PROMPT);
      terminal.press("C-d").awaitEnd();
    }
    assertThat(history).hasContent("1700000000000:de otra vez");
  }

  @Test
  void whatNobodyAskedForIsShownAboveTheLineBeingTyped() throws Exception {
    CountDownLatch halfTyped = new CountDownLatch(1);
    try (ScriptedServer peer =
            new ScriptedServer(
                (socket, in, out) -> {
                  await(halfTyped);
                  out.write("sorpresa\n".getBytes(UTF_8));
                  String typed = new String(in.readNBytes("hola\n".length()), UTF_8);
                  out.write(("llegó " + typed).getBytes(UTF_8));
                  in.read();
                });
        Terminal terminal = client(Map.of(), "--protocol=tcp", "--port=" + peer.port())) {
      terminal.awaitLastLine(PROMPT);
      terminal.type("ho").awaitLastLine(PROMPT + " ho");
      halfTyped.countDown();
      terminal.awaitScreen(
          "el servidor envió esto sin que se lo pidieran: «sorpresa»", PROMPT + " ho");
      terminal.enter("la");
      terminal.awaitScreen(
          "el servidor envió esto sin que se lo pidieran: «sorpresa»",
          PROMPT + " hola",
          "Servidor TCP respondió: llegó hola",
          PROMPT);
    }
  }

  /** While nothing more comes, too: a person may look at the screen for long. */
  @Test
  void aFloodIsCountedAboveThePrompt() throws Exception {
    try (ScriptedServer peer =
            new ScriptedServer(
                (socket, in, out) -> {
                  out.write("mucho\n".repeat(10_000).getBytes(UTF_8));
                  await(new CountDownLatch(1));
                });
        Terminal terminal = client(Map.of(), "--protocol=tcp", "--port=" + peer.port())) {
      terminal.await("más sin que se lo pidieran");
      String screen = terminal.awaitLastLine(PROMPT);
      assertThat(screen).contains("el servidor envió esto sin que se lo pidieran: «mucho»\n");
      assertThat(screen.lines().count()).as("lines of\n%s", screen).isLessThan(20);
      terminal.enter("exit");
    }
  }

  @Test
  void theServerGoingAwayIsSaidWhileThePromptWaits() throws Exception {
    CountDownLatch prompted = new CountDownLatch(1);
    try (ScriptedServer peer = new ScriptedServer((socket, in, out) -> await(prompted));
        Terminal terminal = client(Map.of(), "--protocol=tcp", "--port=" + peer.port())) {
      terminal.awaitLastLine(PROMPT);
      prompted.countDown();
      terminal.awaitScreen(
          PROMPT,
          "client: se cortó la conexión con TCP 127.0.0.1:"
              + peer.port()
              + "; mensajes sin respuesta: 0",
          "[status 4]",
          "icanon echo");
    }
  }

  @Test
  void nobodyThereIsSaidAndTheTerminalIsAsItWas() throws Exception {
    int port;
    try (ScriptedServer gone = new ScriptedServer((socket, in, out) -> {})) {
      port = gone.port();
    }
    try (Terminal terminal = client(Map.of(), "--protocol=tcp", "--port=" + port)) {
      terminal.awaitScreen(
          "client: nadie escucha en TCP 127.0.0.1:" + port, "[status 3]", "icanon echo");
    }
  }

  @Test
  void aReplyThatDoesNotComeIsNamedAndTheNextMessageCanBeTyped() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    try (ScriptedServer peer = new ScriptedServer((socket, in, out) -> await(done));
        Terminal terminal =
            client(Map.of(), "--protocol=tcp", "--timeout=200ms", "--port=" + peer.port())) {
      terminal.awaitLastLine(PROMPT);
      terminal.enter("hola").awaitLastLine("sin respuesta a tiempo: mensaje 1 «hola»\n" + PROMPT);
      terminal.press("C-d").awaitEnd(1);
      done.countDown();
    }
  }

  @Test
  void aReplyCannotDriveTheTerminal() throws Exception {
    try (ScriptedServer peer =
            new ScriptedServer(
                (socket, in, out) -> {
                  readLine(in);
                  out.write("antes\u001b[2J\u001b[31m\u0007después\n".getBytes(UTF_8));
                  in.read();
                });
        Terminal terminal = client(Map.of(), "--protocol=tcp", "--port=" + peer.port())) {
      terminal.awaitLastLine(PROMPT);
      terminal.enter("hola");
      terminal.awaitScreen(
          PROMPT + " hola", "Servidor TCP respondió: antes\\x1b[2J\\x1b[31m\\x07después", PROMPT);
    }
  }

  @Test
  void coloursAreThereUnlessTheyAreNotWanted() {
    for (String noColour : List.of("", "1")) {
      try (Terminal terminal =
          client(Map.of("NO_COLOR", noColour), "--protocol=tcp", "--port=" + server.tcpPort())) {
        terminal.awaitLastLine(PROMPT);
        terminal.enter("hola").awaitLastLine(PROMPT);
        assertThat(terminal.colouredScreen().contains("\u001b["))
            .as("colours with NO_COLOR='%s'", noColour)
            .isEqualTo(noColour.isEmpty());
      }
    }
  }

  private Terminal client(Map<String, String> variables, String... arguments) {
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("XDG_STATE_HOME", state.toString());
    environment.putIfAbsent("ACUSE_LANG", "es");
    return new Terminal(folder, environment, client, List.of(arguments));
  }

  private String permissions(String file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve(file)));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
