package acuse.client;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.command.Program;
import acuse.common.protocol.Protocol;
import acuse.common.protocol.ReplyTemplate;
import acuse.server.AcuseServer;
import acuse.server.config.ServerConfig;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The bytes themselves, typed and shown, against a server of the test's own. */
@Timeout(60)
class HexTest {
  @ParameterizedTest
  @EnumSource(Protocol.class)
  void messagesOfAnyBytesAreSentAndAnswered(Protocol protocol) throws Exception {
    try (AcuseServer server = echo()) {
      ProgramRun run = run(server, protocol, "00 ff 1b\n\n68 6f\n", "--format=plain");
      assertThat(run).isEqualTo(new ProgramRun(0, "\0\ufffd\u001b\n\nho\n", ""));
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aBadLineInAPipeIsNamedAndTheRestGoesOn(Protocol protocol) throws Exception {
    try (AcuseServer server = echo()) {
      ProgramRun run = run(server, protocol, "68\n6\n69\n", "--format=plain");
      assertThat(run)
          .isEqualTo(
              new ProgramRun(
                  1,
                  "h\ni\n",
                  "client: line 2 of the input: not hexadecimal, such as 68 6f 6c 61: '6'\n"));
    }
  }

  @Test
  void anLfDoesNotFitIntoALineButIntoADatagram() throws Exception {
    try (AcuseServer server = echo()) {
      ProgramRun tcp = run(server, Protocol.TCP, "68 0a 69\n", "--format=plain");
      assertThat(tcp.status()).isEqualTo(1);
      assertThat(tcp.err())
          .isEqualTo(
              "client: line 1 of the input: a message with a line break needs --framing length or"
                  + " raw: '68 0a 69'\n");
      ProgramRun udp = run(server, Protocol.UDP, "68 0a 69\n", "--format=plain");
      assertThat(udp).isEqualTo(new ProgramRun(0, "h\ni\n", ""));
    }
  }

  @Test
  void aBadArgumentIs2() {
    ProgramRun run = ProgramRun.of("", "--protocol=tcp", "--input=hex", "68", "6z");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("client: a message is not hexadecimal, such as 68 6f 6c 61: '6z'\n");
  }

  @Test
  void overTcpEndingsAreShownAsTheyWereSentAndReceived() throws Exception {
    try (AcuseServer server = echo()) {
      ProgramRun run = run(server, Protocol.TCP, "68 6f\r\n69\n", "--input=text");
      assertThat(run.out())
          .isEqualTo(
              """
              message 1: 7 bytes
              00000000  36 38 20 36 66 0d 0a                              |68 6f..|
              reply 1: 7 bytes
              00000000  36 38 20 36 66 0d 0a                              |68 6f..|
              message 2: 3 bytes
              00000000  36 39 0a                                          |69.|
              reply 2: 3 bytes
              00000000  36 39 0a                                          |69.|
              """);
    }
  }

  @Test
  void overUdpADatagramIsShownAsItIs() throws Exception {
    try (AcuseServer server = echo()) {
      ProgramRun run = run(server, Protocol.UDP, "68 6f 0a\n\n");
      assertThat(run.out())
          .isEqualTo(
              """
              message 1: 3 bytes
              00000000  68 6f 0a                                          |ho.|
              reply 1: 3 bytes
              00000000  68 6f 0a                                          |ho.|
              message 2: 0 bytes
              reply 2: 0 bytes
              """);
    }
  }

  @ParameterizedTest
  @CsvSource({"xterm, '', true", "xterm, 1, false", "dumb, '', false", "'', '', false"})
  void coloursAreForTerminalsThatHaveThemAndForPeopleWhoWantThem(
      String terminal, String noColor, boolean coloured) throws Exception {
    Map<String, String> environment = Map.of("TERM", terminal, "NO_COLOR", noColor);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintWriter err = new PrintWriter(new StringWriter(), true);
    try (AcuseServer server = echo()) {
      String port = "--port=" + server.tcpAddress().getPort();
      ClientMain.run(
          new String[] {"--protocol=tcp", port, "--format=hex", "hola"},
          environment,
          new Program(environment, err),
          new StandardStreams(InputStream.nullInputStream(), out, err, false, true),
          stop -> {});
    }
    assertThat(out.toString(StandardCharsets.UTF_8).contains("\u001b[33m0a\u001b[0m"))
        .isEqualTo(coloured);
  }

  private static AcuseServer echo() throws Exception {
    return AcuseServer.start(
        ServerConfig.builder()
            .tcpPort(0)
            .udpPort(0)
            .reply(ReplyTemplate.parse("{message}"))
            .build());
  }

  private static ProgramRun run(
      AcuseServer server, Protocol protocol, String input, String... options) {
    List<String> usual =
        List.of(
            "--protocol=" + protocol,
            "--port=" + server.address(protocol).getPort(),
            "--timeout=30s",
            "--format=hex",
            "--input=hex");
    return ProgramRun.of(
        input, Stream.concat(usual.stream(), Stream.of(options)).toArray(String[]::new));
  }
}
