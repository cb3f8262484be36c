package acuse.client.interop;

import static acuse.client.interop.ClientProgram.at;
import static acuse.client.interop.ClientProgram.tcp;
import static acuse.client.interop.ClientProgram.udp;
import static acuse.client.testing.ScriptedServer.readLine;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.client.testing.ScriptedServer;
import acuse.client.testing.UdpPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts depend on the client's exit status, and what is said on which stream. */
@InteropTest
final class VerdictTest {
  private static final String TRY_HELP = "Prueba «client --help».\n";

  private static final String NO_PROTOCOL =
      "client: falta el protocolo: usa --protocol, o escribe tcp o udp en la primera línea de la entrada\n"
          + TRY_HELP;

  private static final Finished LINE_TOO_LONG =
      new Finished(2, "", "client: la línea 1 de la entrada supera 16777216 bytes\n");

  /** A timeout that is to be seen. */
  private static final String SHORT = "--timeout=200ms";

  @TempDir static Path folder;

  private static Path script;

  @RegisterExtension final RunningServer server = RunningServer.unconfigured();

  private final CountDownLatch done = new CountDownLatch(1);

  @BeforeAll
  static void makeTheScript() throws IOException {
    script = ClientScript.in(folder);
  }

  @Test
  void allAnsweredIs0AndNothingElseIsSaid() {
    assertThat(tcp(server.tcpPort(), "uno", "dos").finish())
        .isEqualTo(Finished.saying("Servidor TCP recibió: uno\nServidor TCP recibió: dos\n"));
    assertThat(udp(server.udpPort(), "uno", "dos").finish())
        .isEqualTo(Finished.saying("Servidor UDP recibió: uno\nServidor UDP recibió: dos\n"));
  }

  @Test
  void aReplyThatDripsAByteAtATimeIsAReply() throws Exception {
    try (ScriptedServer peer =
        new ScriptedServer(
            (socket, in, out) -> {
              socket.setTcpNoDelay(true);
              readLine(in);
              for (byte b : "ñandú\n".getBytes(UTF_8)) {
                out.write(b);
                pause();
              }
              in.read();
            })) {
      assertThat(tcp(port(peer), "hola").finish()).isEqualTo(Finished.saying("ñandú\n"));
    }
  }

  /** It is still there when the surplus comes, for its input is open. */
  @Test
  void moreThanWasAskedForIs0AndANotice() throws Exception {
    try (ScriptedServer peer =
            new ScriptedServer(
                (socket, in, out) -> {
                  readLine(in);
                  out.write("uno\n\u001b[2J\n".getBytes(UTF_8));
                  in.read();
                });
        PeerProcess client = tcp(port(peer)).send("hola\n")) {
      client.awaitErr("\n");
      assertThat(client.finish())
          .isEqualTo(
              new Finished(
                  0,
                  "uno\n",
                  "client: el servidor envió esto sin que se lo pidieran: «\\x1b[2J»\n"));
    }
  }

  @Test
  void noAnswerOverTcpIs1AndEveryMessageIsNamed() throws Exception {
    try (ScriptedServer peer = new ScriptedServer((socket, in, out) -> await(done))) {
      assertThat(tcp(port(peer), SHORT, "uno", "dos\u0007").finish())
          .isEqualTo(
              new Finished(
                  1,
                  "",
                  """
                  client: sin respuesta a tiempo: mensaje 1 «uno»
                  client: sin respuesta a tiempo: mensaje 2 «dos\\x07»
                  """));
      done.countDown();
    }
  }

  @Test
  void noAnswerOverUdpIs1AndEveryMessageIsNamed() throws Exception {
    try (UdpPeer peer = new UdpPeer()) {
      assertThat(
              udp(String.valueOf(peer.port()), SHORT, "--retries=1", "--lang=en", "uno", "dos")
                  .finish())
          .isEqualTo(
              new Finished(
                  1,
                  "",
                  """
                  client: no answer in time: message 1 'uno'
                  client: no answer in time: message 2 'dos'
                  """));
    }
  }

  @Test
  void whatFitsIntoNoDatagramIs1AndNamed() {
    Finished client = udp(server.udpPort()).send("x".repeat(65_508) + "\nhola\n").finish();
    assertThat(client)
        .isEqualTo(
            new Finished(
                1,
                "Servidor UDP recibió: hola\n",
                "client: no cabe en un datagrama: mensaje 1 «" + "x".repeat(60) + "…»\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--protocol=sctp | --protocol no puede ser «sctp»: vale uno de estos: tcp, udp",
        "--port=0 | --port no puede ser «0»: se espera un número entero de 1 a 65535",
        "--port=65536 | --port no puede ser «65536»: se espera un número entero de 1 a 65535",
        "--host= | --host no puede ser «»: se espera un nombre o una dirección",
        "--framing=auto | --framing no puede ser «auto»: vale uno de estos: line, raw, length",
        "--timeout=0s | --timeout no puede ser «0s»: se espera una duración de 1ms a 1 día, como 300ms, 2s o 1m",
        "--timeout=2 | --timeout no puede ser «2»: se espera una duración de 1ms a 1 día, como 300ms, 2s o 1m",
        "--retries=-1 | --retries no puede ser «-1»: se espera un número entero de 0 a 1000000",
        "--window=0 | --window no puede ser «0»: se espera un número entero de 1 a 1073741824",
        "--format=xml | --format no puede ser «xml»: vale uno de estos: transcript, plain, json, hex",
        "--lang=fr | --lang no puede ser «fr»: vale uno de estos: es, en",
        "--nada | opción desconocida: --nada",
        "--port | falta un valor: --port",
        "@/no/such/file | no se puede leer el archivo de opciones «/no/such/file» (un texto que empieza por @ se escribe @@)",
      })
  void wrongUsageIs2AndSaidInTwoLines(String argument, String said) {
    assertThat(ClientProgram.start(Map.of(), List.of(argument)).finish())
        .isEqualTo(new Finished(2, "", "client: " + said + "\n" + TRY_HELP));
  }

  @Test
  void aMistakeInTheEnvironmentIs2AndNamesTheVariable() {
    assertThat(ClientProgram.start(Map.of("ACUSE_PORT", "x"), List.of("hola")).finish())
        .isEqualTo(
            new Finished(
                2,
                "",
                "client: ACUSE_PORT no puede ser «x»: se espera un número entero de 1 a 65535\n"
                    + TRY_HELP));
  }

  @Test
  void aLineBreakInALineIs2() {
    assertThat(tcp(server.tcpPort(), "uno\ndos").finish())
        .isEqualTo(
            new Finished(
                2,
                "",
                "client: un mensaje con salto de línea necesita --framing length o raw\n"
                    + TRY_HELP));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "sctp\n", "tcp udp\n"})
  void noProtocolIs2(String input) {
    assertThat(at(server.tcpPort()).send(input).finish())
        .isEqualTo(new Finished(2, "", NO_PROTOCOL));
  }

  @Test
  void aLineTooLongIs2() {
    assertThat(tcp(server.tcpPort()).send("x".repeat((16 << 20) + 1)).finish())
        .isEqualTo(LINE_TOO_LONG);
  }

  @Test
  void aLineThatNeverEndsIs2() {
    assertThat(shell(Map.of(), "\"$0\" --protocol=tcp --port=\"$1\" </dev/zero", server.tcpPort()))
        .isEqualTo(LINE_TOO_LONG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void nobodyThereIs3(String protocol) throws Exception {
    int port = portOfNobody(protocol);
    assertThat(at(String.valueOf(port), "--protocol=" + protocol, "uno").finish())
        .isEqualTo(
            new Finished(
                3,
                "",
                "client: nadie escucha en "
                    + (protocol.equals("tcp") ? "TCP" : "UDP")
                    + " 127.0.0.1:"
                    + port
                    + "\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void anUnknownNameIs3(String protocol) {
    assertThat(at("1", "--protocol=" + protocol, "--host=nadie.invalid", "hola").finish())
        .isEqualTo(
            new Finished(3, "", "client: no se conoce a nadie con el nombre «nadie.invalid»\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void everyMessageToNobodyIsAccountedFor(String protocol) throws Exception {
    String port = String.valueOf(portOfNobody(protocol));
    String option = "--protocol=" + protocol;
    String name = protocol.equals("tcp") ? "TCP" : "UDP";
    for (PeerProcess client :
        List.of(
            at(port, option, "--format=json", "uno", "", "exit", "no"),
            at(port, option, "--format=json").send("uno\r\n\nexit\nno\n"),
            at(port, option, "--format=json", "--host=nadie.invalid").send("uno\n\n"))) {
      Finished end = client.finish();
      assertThat(end.status()).isEqualTo(3);
      assertThat(
              end.out()
                  .lines()
                  .map(line -> line.replaceFirst("\"attempts\":1}", "\"attempts\":0}")))
          .containsExactly(refused(protocol, 1, "uno"), refused(protocol, 2, ""));
    }
    assertThat(at(port, option, "--format=transcript", "uno", "exit", "no").finish().out())
        .isEqualTo(
            "Escribe un mensaje (%1$s): uno\nEscribe un mensaje (%1$s): exit\n".formatted(name));
  }

  /** Its input stays open, and nothing is in it. */
  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void anInputIsNotWaitedForWhereNobodyIs(String protocol) {
    Finished end = at("1", "--protocol=" + protocol, "--host=nadie.invalid").awaitEnd();
    assertThat(end.status()).isEqualTo(3);
    assertThat(end.out()).isEmpty();
  }

  private static String refused(String protocol, int seq, String message) {
    return "{\"protocol\":\"%s\",\"seq\":%d,\"message\":\"%s\",\"reply\":null,"
            .formatted(protocol, seq, message)
        + "\"status\":\"refused\",\"rtt_us\":null,\"attempts\":0}";
  }

  @Test
  void aReplyThatIsCutIs4AndSaidToBe() throws Exception {
    try (ScriptedServer peer =
        new ScriptedServer(
            (socket, in, out) -> {
              readLine(in);
              out.write("cort".getBytes(UTF_8));
              socket.setSoLinger(true, 0);
            })) {
      Finished end = tcp(port(peer), "--format=json", "uno").finish();
      assertThat(end.status()).isEqualTo(4);
      assertThat(end.out()).contains("\"reply\":null,\"status\":\"closed\"");
      assertThat(end.err())
          .isEqualTo(broken(peer, 1).replace("\n", "; una respuesta llegó cortada\n"));
    }
  }

  @Test
  void aFloodIsALineASecondAndCountedWhole() throws Exception {
    int flood = 300_000;
    long startNanos = System.nanoTime();
    try (ScriptedServer peer =
            new ScriptedServer(
                (socket, in, out) -> {
                  readLine(in);
                  out.write(("sí\n" + "mucho\n".repeat(flood)).getBytes(UTF_8));
                });
        PeerProcess client = tcp(port(peer), "--lang=en", "--verbose").send("uno\n")) {
      client.awaitErr("more without being asked\n");
      Finished end = client.finish();
      assertThat(end.status()).isZero();
      assertThat(end.out()).isEqualTo("sí\n");
      assertThat(end.err())
          .startsWith("client: the server sent this without being asked: 'mucho'\n")
          .endsWith(
              "client: messages: 1; with a reply: 1; without: 0; surplus replies: " + flood + "\n");
      Matcher counts = Pattern.compile("asked: 'mucho'|sent (\\d+) more").matcher(end.err());
      assertThat(
              counts
                  .results()
                  .mapToInt(told -> told.group(1) == null ? 1 : Integer.parseInt(told.group(1)))
                  .sum())
          .isEqualTo(flood);
      assertThat(end.err().lines().count())
          .isLessThanOrEqualTo(3 + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos));
    }
  }

  @Test
  void aServerThatClosesMidwayIs4AndWhatIsMissingIsCounted() throws Exception {
    try (ScriptedServer peer =
        new ScriptedServer(
            (socket, in, out) -> {
              for (int i = 0; i < 3; i++) {
                readLine(in);
              }
              out.write("r\n".getBytes(UTF_8));
            })) {
      assertThat(tcp(port(peer), "uno", "dos", "tres").finish())
          .isEqualTo(new Finished(4, "r\n", broken(peer, 2)));
    }
  }

  @Test
  void aResetIs4() throws Exception {
    try (ScriptedServer peer =
        new ScriptedServer(
            (socket, in, out) -> {
              readLine(in);
              socket.setSoLinger(true, 0);
            })) {
      assertThat(tcp(port(peer), "uno").finish()).isEqualTo(new Finished(4, "", broken(peer, 1)));
    }
  }

  /** As {@code head} does; the shell's status is that of the last one. */
  @Test
  void aReaderWhoHasEnoughIsNoMistake() {
    String pipe = "seq 1 100000 | \"$0\" --protocol=tcp --port=\"$1\" | head -1";
    assertThat(shell(Map.of(), pipe, server.tcpPort()))
        .isEqualTo(Finished.saying("Servidor TCP recibió: 1\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void aReplyCanBeReadWhileTheInputStaysOpen(String protocol) {
    String port = protocol.equals("tcp") ? server.tcpPort() : server.udpPort();
    try (PeerProcess client = at(port, "--protocol=" + protocol)) {
      client.send("uno\n").awaitOut("recibió: uno\n$");
      client.send("dos\n").awaitOut("recibió: dos\n$");
      assertThat(client.finish().status()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp\n", "TCP\r\n", " Tcp \n", "\ufefftcp\n", "\ufeffTCP\r\n"})
  void theFirstLineChoosesTheProtocolAndIsNoMessage(String answer) {
    assertThat(at(server.tcpPort()).send(answer + "hola\n").finish())
        .isEqualTo(Finished.saying("Servidor TCP recibió: hola\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\377\\376t\\0c\\0p\\0\\n\\0", "tcp\\303\\n"})
  void aFirstLineThatIsNotUtf8Is2(String octal) {
    assertThat(shell(Map.of(), "printf '" + octal + "' | \"$0\" --port=\"$1\"", server.tcpPort()))
        .isEqualTo(
            new Finished(
                2,
                "",
                "client: la primera línea de la entrada tiene que decir el protocolo, tcp o udp,"
                    + " pero no está en UTF-8\n"
                    + TRY_HELP));
  }

  /** Only the line that chooses the protocol is ours; a message's bytes are its own. */
  @Test
  void aByteOrderMarkBeforeAMessageIsSent() {
    assertThat(at(server.tcpPort()).send("tcp\n\ufeffuno\n").finish())
        .isEqualTo(Finished.saying("Servidor TCP recibió: \ufeffuno\n"));
    assertThat(tcp(server.tcpPort()).send("\ufeffuno\n").finish())
        .isEqualTo(Finished.saying("Servidor TCP recibió: \ufeffuno\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\ufeff"})
  void aFileHasOptionsAndMessagesButNoCommands(String mark) throws IOException {
    Path file = folder.resolve("options");
    Files.writeString(file, mark + "completion --protocol=tcp\r\n# more\r\n'dos palabras'\r\n");
    assertThat(at(server.tcpPort(), "@" + file).finish())
        .isEqualTo(
            Finished.saying(
                "Servidor TCP recibió: completion\nServidor TCP recibió: dos palabras\n"));
  }

  @Test
  void theFirstLineChoosesForArgumentsToo() {
    assertThat(at(server.udpPort(), "hola").send("udp\n").finish())
        .isEqualTo(Finished.saying("Servidor UDP recibió: hola\n"));
  }

  @Test
  void everyArgumentIsAMessage() {
    assertThat(tcp(server.tcpPort(), "--", "completion", "--help", "@@x").finish())
        .isEqualTo(
            Finished.saying(
                """
                Servidor TCP recibió: completion
                Servidor TCP recibió: --help
                Servidor TCP recibió: @x
                """));
  }

  @Test
  void aMessageAfterAMessageIsAMessage() {
    assertThat(tcp(server.tcpPort(), "hola", "completion").finish())
        .isEqualTo(
            Finished.saying("Servidor TCP recibió: hola\nServidor TCP recibió: completion\n"));
  }

  @Test
  void withoutALocaleItSpeaksSpanishInUtf8() {
    Map<String, String> plain = Map.of("LC_ALL", "C", "LANG", "C");
    Finished client = ClientProgram.start(plain, List.of("--nada")).finish();
    assertThat(client)
        .isEqualTo(new Finished(2, "", "client: opción desconocida: --nada\n" + TRY_HELP));
    assertThat(shell(plain, "\"$0\" --nada", "")).isEqualTo(client);
  }

  @Test
  void argumentsAndLinesSurviveTheCLocale() {
    Map<String, String> plain = Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", "C");
    assertThat(
            shell(
                    plain,
                    "\"$0\" --protocol=tcp --format=json --port=\"$1\" ñandú",
                    server.tcpPort())
                .out())
        .contains("\"message\":\"ñandú\",\"reply\":\"Servidor TCP recibió: ñandú\"");
    assertThat(shell(plain, "echo ñandú | \"$0\" --protocol=tcp --port=\"$1\"", server.tcpPort()))
        .isEqualTo(Finished.saying("Servidor TCP recibió: ñandú\n"));
  }

  /** {@code bin/client} is {@code $0}, and {@code argument} is {@code $1}. */
  private static Finished shell(Map<String, String> variables, String command, String argument) {
    return PeerProcess.start(
            folder, List.of("sh", "-c", command, script.toString(), argument), variables)
        .finish();
  }

  private static String broken(ScriptedServer peer, int unanswered) {
    return "client: se cortó la conexión con TCP 127.0.0.1:"
        + peer.port()
        + "; mensajes sin respuesta: "
        + unanswered
        + "\n";
  }

  private static String port(ScriptedServer peer) {
    return String.valueOf(peer.port());
  }

  private static int portOfNobody(String protocol) throws IOException {
    if (protocol.equals("udp")) {
      try (UdpPeer gone = new UdpPeer()) {
        return gone.port();
      }
    }
    try (ScriptedServer gone = new ScriptedServer((socket, in, out) -> {})) {
      return gone.port();
    }
  }

  /** Each byte is to travel alone. */
  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
