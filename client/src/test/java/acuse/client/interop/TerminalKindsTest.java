package acuse.client.interop;

import static acuse.client.interop.Tool.EXPECT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client at terminals as they are found: without a size, without a name, or gone. */
@InteropTest
final class TerminalKindsTest {
  private static final String CTRL_D = "\004";

  @TempDir static Path folder;

  private static Path client;

  @RegisterExtension final RunningServer server = RunningServer.unconfigured();

  /** Nobody's own history is read or written. */
  @TempDir Path state;

  @BeforeAll
  static void makeTheScript() throws IOException {
    client = ClientScript.in(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, TERM=xterm",
    "0, 0, TERM=dumb",
    "0, 0, TERM=",
    "0, 0, -uTERM",
    "0, 0, TERM=alacritty",
    "1, 1, TERM=xterm-256color",
    "2, 1, TERM=dumb",
    "0, 24, TERM=linux",
    "80, 0, TERM=vt100",
    "65535, 65535, TERM=screen",
    "80, 24, TERM=no-such-terminal",
    "80, 24, TERM=-V",
  })
  void everyTerminalCanBeTypedAt(int columns, int rows, String term) {
    try (PythonTerminal terminal = terminal(columns, rows, "usual", term, "--port", tcp())) {
      terminal.await("¿Quieres usar TCP o UDP? (tcp/udp): ").type("tcp\r");
      terminal.await(prompt("TCP")).type("uno\tdos\r");
      terminal.await("recibió: uno\\tdos").await(prompt("TCP")).type(CTRL_D);
      assertCleanEnd(terminal.finish());
    }
  }

  /** As from cron: nobody gives {@code expect} a terminal, and it gives its programs one of 0×0. */
  @Test
  void expectCanHoldAConversation() throws IOException {
    Path script =
        Files.writeString(
            folder.resolve("conversation.exp"),
            """
            set timeout 40
            spawn [lindex $argv 0] --port [lindex $argv 1]
            expect "udp): " { send "tcp\\r" } timeout { exit 91 }
            expect "(TCP): " { send "uno\\tdos\\r" } timeout { exit 92 }
            expect -ex {uno\\tdos} {} timeout { exit 93 }
            expect "(TCP): " { send "exit\\r" } timeout { exit 94 }
            expect eof
            exit [lindex [wait] 3]
            """);
    List<String> words = List.of(script.toString(), client.toString(), tcp());
    Map<String, String> variables =
        Map.of("TERM", "", "ACUSE_LANG", "es", "XDG_STATE_HOME", state.toString());
    Finished expect = EXPECT.start(variables, words).finish();
    assertThat(expect.status()).as(expect.out()).isZero();
    assertThat(expect.out()).contains("recibió: uno\\tdos").doesNotContain("\tat ");
  }

  @ParameterizedTest
  @CsvSource({
    "tcp, '\r', ''",
    "tcp, '\n', ''",
    "udp, '\r\n', ''",
    "tcp, '\r\n', 1",
    "udp, '\r', 1"
  })
  void aPasteOfTenThousandLinesIsTenThousandMessages(String protocol, String end, String marks) {
    StringBuilder paste = new StringBuilder();
    StringBuilder replies = new StringBuilder();
    String name = protocol.equals("tcp") ? "TCP" : "UDP";
    for (int i = 1; i <= 10_000; i++) {
      paste.append("linea ").append(i).append(end);
      replies.append("Servidor ").append(name).append(" recibió: linea ").append(i).append('\n');
    }
    if (marks != null && !marks.isEmpty()) {
      paste.insert(0, "\033[200~").append("\033[201~");
    }
    String port = protocol.equals("tcp") ? tcp() : server.udpPort();
    try (PythonTerminal terminal =
        terminal(
            80,
            24,
            "usual",
            "TERM=dumb",
            "--protocol",
            protocol,
            "--port",
            port,
            "--format=plain")) {
      terminal.await(prompt(name)).type(paste.toString());
      terminal.await("recibió: linea 10000\r\n").await(prompt(name)).type(CTRL_D);
      Finished finished = terminal.finish();
      assertCleanEnd(finished);
      String received =
          finished
              .out()
              .lines()
              .filter(line -> line.contains("recibió: linea"))
              .map(line -> line + "\n")
              .reduce("", String::concat);
      assertThat(received).isEqualTo(replies.toString());
    }
  }

  @Test
  void aPasteWithoutAnEndWaitsForIt() {
    try (PythonTerminal terminal = terminal("TERM=xterm", "--protocol=tcp", "--port", tcp())) {
      terminal.await(prompt("TCP")).type("\033[200~uno\ndos\nmedi\033[201~");
      terminal.await("recibió: uno").await("recibió: dos").await(prompt("TCP")).await("medi");
      terminal.type("a\r").await("recibió: media").await(prompt("TCP")).type(CTRL_D);
      assertCleanEnd(terminal.finish());
    }
  }

  /** As an event-loop program leaves it to those that it starts. */
  @Test
  void aTerminalThatDoesNotBlockIsWaitedFor() {
    List<String> words = List.of("TERM=xterm", "--protocol=tcp", "--port", tcp());
    try (PythonTerminal terminal = terminal(80, 24, "nonblocking", words.toArray(new String[0]))) {
      terminal.await(prompt("TCP")).type("hola\r").await("recibió: hola");
      terminal.await(prompt("TCP")).type(CTRL_D);
      assertCleanEnd(terminal.finish());
    }
  }

  /** It is no Ctrl-D: the status is SIGHUP's also where only the end of the input tells of it. */
  @ParameterizedTest
  @CsvSource({
    "usual, tcp, xterm, 129",
    "usual, udp, dumb, 129",
    "unsignalled, tcp, xterm, 129",
    "unsignalled, udp, xterm, 129",
    "unsignalled, tcp, dumb, 129",
    "unsignalled, udp, dumb, 129",
    "nohup, tcp, xterm, 0",
    "nohup, udp, dumb, 0",
  })
  void aTerminalThatGoesIsTheEnd(String how, String protocol, String term, int status) {
    String[] words = {"TERM=" + term, "--protocol=" + protocol, "--port", port(protocol)};
    try (PythonTerminal terminal = terminal(80, 24, how, words)) {
      terminal.await(prompt(protocol.toUpperCase(Locale.ROOT))).hangUp();
      assertThat(terminal.finish().status()).isEqualTo(status);
    }
  }

  /** Where only the input is a terminal, the system edits its lines. */
  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void aTerminalThatGoesIsTheEndOfAPlainInput(String protocol) {
    List<String> command =
        List.of(
            "/bin/sh",
            "-c",
            "exec \"$0\" --protocol=$1 --port=$2 >/dev/null",
            client.toString(),
            protocol,
            port(protocol));
    try (PythonTerminal terminal = new PythonTerminal(80, 24, "unsignalled", command)) {
      assertThat(terminal.hangUp().finish().status()).isEqualTo(129);
    }
  }

  @ParameterizedTest
  @CsvSource({"tcp, C.UTF-8", "udp, C", "tcp, POSIX", "udp, es_ES.UTF-8"})
  void javaJarIsAsGoodAsTheScript(String protocol, String locale) {
    String name = protocol.toUpperCase(Locale.ROOT);
    List<String> command =
        new ArrayList<>(List.of("/usr/bin/env", "-uLANG", "-uACUSE_LANG", "LC_ALL=" + locale));
    command.addAll(List.of("TERM=xterm", "XDG_STATE_HOME=" + state));
    command.addAll(ClientScript.javaJar(client));
    command.add("--port=" + port(protocol));
    try (PythonTerminal terminal = new PythonTerminal(80, 24, "usual", command)) {
      terminal.await("(tcp/udp): ").type(protocol + "\r").await(prompt(name));
      terminal.type("a\303\261\033OD\303\241\r").await("recibió: aáñ\r\n").await(prompt(name));
      terminal.type("\033OA").await("aáñ").type("!\r").await("recibió: aáñ!").await(prompt(name));
      terminal.type(CTRL_D);
      assertCleanEnd(terminal.finish());
    }
  }

  /**
   * The library is unpacked into the folder for temporary files first. Without it stty(1) is used;
   * no library says a word of it.
   */
  @Test
  void aLineCanBeEditedWithoutTheNativeLibraryToo() {
    try (PythonTerminal terminal =
        terminal(
            "ACUSE_JAVA_OPTIONS=-Djava.io.tmpdir=/proc", // where nobody can make a file
            "--protocol=tcp",
            "--port",
            tcp())) {
      terminal.await(prompt("TCP")).type("hlo\033[D\033[Do\033[Ca\b\ba\r");
      terminal.await("recibió: ").await(prompt("TCP")).type(CTRL_D);
      assertCleanEnd(terminal.finish());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HOME=", "HOME=here", "HOME=?", "HOME=/nonexistent", "-uHOME"})
  void withoutAHomeNothingIsKeptAndNothingSaid(String home) throws IOException {
    Path here = Files.createDirectory(state.resolve("here"));
    try (PythonTerminal terminal =
        new PythonTerminal(
            80,
            24,
            "usual",
            List.of(
                "/usr/bin/env",
                "-uXDG_STATE_HOME",
                home,
                "ACUSE_LANG=es",
                "sh",
                "-c",
                "cd \"$0\" && exec \"$@\"",
                state.toString(),
                client.toString(),
                "--protocol=tcp",
                "--port=" + tcp()))) {
      terminal.await(prompt("TCP")).type("hola\r").await("recibió: hola");
      terminal.await(prompt("TCP")).type("\020\r").await("recibió: hola"); // ↑ in this run
      terminal.await(prompt("TCP")).type(CTRL_D);
      assertCleanEnd(terminal.finish());
    }
    assertThat(state.toFile().list()).containsExactly("here");
    assertThat(here).isEmptyDirectory();
    assertThat(Path.of("/nonexistent")).doesNotExist();
  }

  @Test
  void onlyOneOfTwoStreamsAtATerminalIsNoConversation() {
    try (PythonTerminal terminal = shell("\"$0\" --port=$1 | cat")) {
      terminal.await("(tcp/udp): ").type("tcp\runo\tdos\r").await("recibió: uno\tdos");
      terminal.type(CTRL_D);
      assertThat(terminal.finish().out())
          .endsWith("\r\nServidor TCP recibió: uno\tdos\r\n")
          .doesNotContain("\033", "Escribe");
    }
    try (PythonTerminal terminal = shell("echo uno | \"$0\" --protocol=tcp --port=$1")) {
      assertThat(terminal.finish().out())
          .isEqualTo(
              prompt("TCP") + "uno\r\nServidor TCP respondió: Servidor TCP recibió: uno\r\n");
    }
  }

  private static void assertCleanEnd(Finished finished) {
    assertThat(finished.status()).as(finished.out()).isZero();
    assertThat(finished.out()).doesNotContain("\tat ", "WARN", "Exception", "....");
  }

  private PythonTerminal shell(String line) {
    return new PythonTerminal(
        80,
        24,
        "usual",
        List.of(
            "/usr/bin/env",
            "ACUSE_LANG=es",
            "sh",
            "-c",
            line,
            client.toString(),
            server.tcpPort()));
  }

  private PythonTerminal terminal(String... words) {
    return terminal(80, 24, "usual", words);
  }

  /** The first word is for env(1): a variable to be set or unset. */
  private PythonTerminal terminal(int columns, int rows, String how, String... words) {
    List<String> command = new ArrayList<>(List.of("/usr/bin/env", words[0]));
    command.addAll(List.of("ACUSE_LANG=es", "XDG_STATE_HOME=" + state, client.toString()));
    command.addAll(Arrays.asList(words).subList(1, words.length));
    return new PythonTerminal(columns, rows, how, command);
  }

  private String port(String protocol) {
    return protocol.equals("tcp") ? server.tcpPort() : server.udpPort();
  }

  private String tcp() {
    return server.tcpPort();
  }

  private static String prompt(String protocol) {
    return "Escribe un mensaje (" + protocol + "): ";
  }
}
