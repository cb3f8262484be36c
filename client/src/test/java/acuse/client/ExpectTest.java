package acuse.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Protocol;
import acuse.common.text.SurrogateEscape;
import acuse.server.AcuseServer;
import acuse.server.config.ServerConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code --expect}: a reply without the text is no answer. */
@Timeout(60)
class ExpectTest {
  private static final String LONG = "--timeout=50s";

  private AcuseServer server;

  @BeforeEach
  void start() throws Exception {
    server = AcuseServer.start(ServerConfig.builder().tcpPort(0).udpPort(0).build());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void repliesWithTheTextAreAnswers(Protocol protocol) {
    assertThat(run(protocol, "uno\ndos\n", "--expect=recibió: "))
        .isEqualTo(
            new ProgramRun(
                0,
                "Servidor P recibió: uno\nServidor P recibió: dos\n".replace("P", protocol.name()),
                ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain | Servidor P recibió: uno\\nServidor P recibió: dos\\n",
        "transcript | Type a message (P): uno\\nP server replied: Servidor P recibió: uno\\n"
            + "Type a message (P): dos\\nP server replied: Servidor P recibió: dos\\n",
      })
  void otherRepliesAreShownAndNamedAndTheStatusIs1(String format, String shown) {
    for (Protocol protocol : Protocol.values()) {
      assertThat(run(protocol, "uno\ndos\n", "--format=" + format, "--expect=uno", "--verbose"))
          .isEqualTo(
              new ProgramRun(
                  1,
                  shown
                      .replace("P ", protocol + " ")
                      .replace("(P)", "(" + protocol + ")")
                      .replace("\\n", "\n"),
                  "client: unexpected answer: message 2 'dos', reply 'Servidor "
                      + protocol
                      + " recibió: dos'\n"
                      + "client: messages: 2; with a reply: 1; without: 1; surplus replies: 0\n"));
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void inJsonTheyAreUnexpected(Protocol protocol) {
    ProgramRun run = run(protocol, "uno\ndos\nexit\n", "--format=json", "--expect=dos");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out().replaceAll("\"rtt_us\":[0-9]+", "\"rtt_us\":1").lines())
        .containsExactly(line(protocol, 1, "uno", "unexpected"), line(protocol, 2, "dos", "ok"));
    assertThat(run.err()).startsWith("client: unexpected answer: message 1 'uno'").hasLineCount(1);
  }

  /** Arguments of the command line can be any bytes. */
  @ParameterizedTest
  @EnumSource(Protocol.class)
  void bytesAreCompared(Protocol protocol) {
    String latin1 = SurrogateEscape.decode(new byte[] {(byte) 0xf1});
    assertThat(run(protocol, "", "--expect=" + latin1, latin1).status()).isZero();
    assertThat(run(protocol, "", "--expect=ñ", latin1).status()).isEqualTo(1);
    assertThat(run(protocol, "", "--expect=" + latin1, "ñ").status()).isEqualTo(1);
    assertThat(run(protocol, "", "--expect=ñ", new String("ñ".getBytes(UTF_8), UTF_8)).status())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource({"TCP, 5000", "UDP, 500"})
  void oneAmongManyIsFound(Protocol protocol, int messages) {
    String input = "uno\n".repeat(messages) + "dos\n" + "uno\n".repeat(messages);
    ProgramRun run = run(protocol, input, "--window=64", "--expect=uno");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out().lines()).hasSize(2 * messages + 1);
    assertThat(run.err())
        .startsWith("client: unexpected answer: message " + (messages + 1) + " 'dos'")
        .hasLineCount(1);
  }

  private ProgramRun run(Protocol protocol, String input, String... more) {
    String[] arguments = new String[more.length + 3];
    arguments[0] = "--protocol=" + protocol;
    arguments[1] = "--port=" + server.address(protocol).getPort();
    arguments[2] = LONG;
    System.arraycopy(more, 0, arguments, 3, more.length);
    return ProgramRun.of(input, arguments);
  }

  private static String line(Protocol protocol, int seq, String message, String status) {
    return String.format(
        "{\"protocol\":\"%s\",\"seq\":%d,\"message\":\"%s\","
            + "\"reply\":\"Servidor %s recibió: %s\",\"status\":\"%s\","
            + "\"rtt_us\":1,\"attempts\":1}",
        protocol == Protocol.TCP ? "tcp" : "udp", seq, message, protocol, message, status);
  }
}
