package acuse.client.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bytes in are bytes out, whatever the locale is, and whether this machine has it or not. The
 * locale chooses the language, and nothing else.
 */
final class LocaleTest {
  /** A shell turns it into the bytes FF FE, an ñ, and nothing at all. */
  private static final String ARGUMENTS =
      "\"$(printf '\\377\\376')\" \"$(printf '\\303\\261')\" ''";

  @TempDir static Path clientFolder;
  @TempDir static Path serverFolder;

  private static Path client;
  private static Path server;

  @RegisterExtension final RunningServer peer = RunningServer.unconfigured();

  @BeforeAll
  static void makeTheScripts() throws IOException {
    client = ClientScript.in(clientFolder);
    server = ClientScript.serverIn(serverFolder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tcp | ''",
        "udp | ''",
        "tcp | LANG=es_ES.UTF-8",
        "udp | LANG=de_DE.utf8 LC_CTYPE=UTF-8",
        "tcp | LC_ALL=POSIX",
        "udp | LC_ALL=C",
        "tcp | LANG=es_ES.ISO-8859-1",
        "udp | LC_ALL=ja_JP.eucJP",
      })
  void argumentsAndOutputKeepTheirBytes(String protocol, String locale) {
    assertBytesKept(protocol, run(script(client), locale, json(protocol), ARGUMENTS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LC_ALL=C", "LANG=es_ES.UTF-8", "LC_ALL=C.UTF-8"})
  void withoutTheScriptToo(String locale) {
    assertBytesKept("tcp", run(ClientProgram.command(), locale, json("tcp"), ARGUMENTS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void linesAndRepliesKeepTheirBytes(String protocol) {
    List<String> piped =
        List.of(
            "sh", "-c", "printf '\\377\\376\\n\\303\\261\\n\\n' | \"$@\"", "sh", client.toString());
    assertBytesKept(protocol, run(piped, "LC_ALL=C", json(protocol), ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                    | opción desconocida",
        "LANG=en_US.UTF-8                      | unknown option",
        "LANG=en_GB LC_CTYPE=UTF-8             | unknown option",
        "LC_ALL= LANG=en                       | unknown option",
        "LANG=C LC_MESSAGES=en_AU.ISO-8859-1   | unknown option",
        "LANG=en_US.UTF-8 LC_ALL=es_ES.UTF-8   | opción desconocida",
        "LANG=en_US.UTF-8 LC_ALL=C             | opción desconocida",
        "LANG=en_US.UTF-8 ACUSE_LANG=es        | opción desconocida",
      })
  void theLocaleChoosesTheLanguage(String locale, String said) {
    Finished end = run(script(client), locale, List.of(), "\"--nad$(printf '\\303\\261\\377')\"");
    assertThat(end.status()).isEqualTo(2);
    assertThat(end.err()).startsWith("client: " + said + ": --nadñ\\xff\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "es_ES.UTF-8", "C.UTF-8"})
  void optionsKeepTheirBytesFromTheCommandLineAndTheEnvironment(String locale) {
    for (String given :
        List.of(
            "exec \"$@\" --reply \"$(printf '\\377{message}\\303\\261')\"",
            "ACUSE_REPLY=$(printf '\\377{message}\\303\\261') exec \"$@\"")) {
      try (PeerProcess running =
          PeerProcess.start(
              serverFolder,
              List.of("sh", "-c", given, "sh", server.toString(), "--tcp-port=0", "--udp-port=0"),
              Map.of("LC_ALL", locale))) {
        String port = running.awaitOut("TCP esperando .*:(\\d+)\n").group(1);
        assertThat(ClientProgram.tcp(port, "--format=json", "hola").finish().out())
            .contains("\"reply_base64\":\"/2hvbGHDsQ==\"");
      }
    }
  }

  /** The file itself is not there: that is said of its name, as it was typed. */
  @ParameterizedTest
  @ValueSource(strings = {"--tls --tls-ca ", "@"})
  void fileNamesKeepTheirBytes(String option) {
    Finished end =
        run(
            script(client),
            "LC_ALL=C",
            List.of("--protocol=tcp", "hola"),
            option + "\"$(printf 'no-\\303\\261')\"");
    assertThat(end.status()).isEqualTo(2);
    assertThat(end.err()).contains("«no-ñ»").doesNotContain("\tat ");
  }

  private List<String> json(String protocol) {
    return List.of(
        "--timeout=30s",
        "--format=json",
        "--protocol=" + protocol,
        "--port=" + (protocol.equals("tcp") ? peer.tcpPort() : peer.udpPort()));
  }

  /** The messages are FF FE, an ñ, and an empty one; each has its reply. */
  private static void assertBytesKept(String protocol, Finished end) {
    String replied = "\"reply\":\"Servidor " + protocol.toUpperCase(Locale.ROOT) + " recibió: ";
    assertThat(end.err()).isEmpty();
    assertThat(end.status()).isZero();
    assertThat(end.out().lines()).hasSize(3);
    assertThat(end.out())
        .contains("\"message_base64\":\"//4=\"," + replied)
        .contains("\"message\":\"ñ\"," + replied + "ñ\"")
        .contains("\"message\":\"\"," + replied + "\"");
  }

  private static List<String> script(Path script) {
    return List.of(script.toString());
  }

  /**
   * Runs a program with no variables in its environment but these and {@code PATH}.
   *
   * @param variables as env(1) takes them
   * @param words more arguments, as a shell reads them
   */
  private static Finished run(
      List<String> program, String variables, List<String> arguments, String words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "sh", "-c", "exec env -i PATH=\"$PATH\" " + variables + " \"$@\" " + words, "sh"));
    command.addAll(program);
    command.addAll(arguments);
    return PeerProcess.start(clientFolder, command, new HashMap<>()).finish();
  }
}
