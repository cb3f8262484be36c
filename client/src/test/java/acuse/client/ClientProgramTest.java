package acuse.client;

import static acuse.client.testing.ScriptedServer.readLine;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.client.testing.ScriptedServer;
import acuse.client.testing.UdpPeer;
import acuse.common.protocol.Protocol;
import acuse.common.testing.TestAuthority;
import acuse.common.testing.TestAuthority.Issued;
import acuse.server.AcuseServer;
import acuse.server.config.ServerConfig;
import acuse.server.tls.TlsConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The exit statuses of the client, and what is said, against servers of the test's own. */
@Timeout(60)
class ClientProgramTest {
  /** A timeout that is to be seen: whoever is asked never answers. */
  private static final String SHORT = "--timeout=100ms";

  /** A timeout that is not to be seen. */
  private static final String LONG = "--timeout=30s";

  private static final String TRY_HELP = "Try 'client --help'.\n";

  @TempDir static Path folder;

  private final CountDownLatch done = new CountDownLatch(1);

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void allAnsweredIs0(Protocol protocol) throws Exception {
    try (AcuseServer server = server()) {
      assertThat(ProgramRun.of("uno\ndos\nexit\n", at(protocol, server)))
          .isEqualTo(
              new ProgramRun(
                  0,
                  "Servidor %1$s recibió: uno\nServidor %1$s recibió: dos\n".formatted(protocol),
                  ""));
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void messagesCanBeArgumentsAndTheProtocolTheFirstLine(Protocol protocol) throws Exception {
    try (AcuseServer server = server()) {
      String port = "--port=" + server.address(protocol).getPort();
      assertThat(ProgramRun.of(protocol + "\nleft\n", port, LONG, "--verbose", "uno"))
          .isEqualTo(
              new ProgramRun(
                  0,
                  "Servidor " + protocol + " recibió: uno\n",
                  "client: messages: 1; with a reply: 1; without: 0; surplus replies: 0\n"));
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void noAnswerIs1AndEveryMessageIsNamed(Protocol protocol) throws Exception {
    try (UdpPeer silentUdp = new UdpPeer();
        ScriptedServer silentTcp = new ScriptedServer((socket, in, out) -> await(done))) {
      int port = protocol == Protocol.TCP ? silentTcp.port() : silentUdp.port();
      assertThat(ProgramRun.of("", at(protocol, port, SHORT, "uno", "dos\u0007")))
          .isEqualTo(
              new ProgramRun(
                  1,
                  "",
                  """
                  client: no answer in time: message 1 'uno'
                  client: no answer in time: message 2 'dos\\x07'
                  """));
      done.countDown();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', the protocol is missing: use --protocol",
    "hola, the protocol is missing: use --protocol",
    "--nada, unknown option: --nada",
    "--port=0, --port cannot be '0': expected a whole number from 1 to 65535",
    "--tls-insecure, options for TLS need --tls",
  })
  void aMistakeIs2(String arguments, String complaint) {
    ProgramRun run =
        ProgramRun.of("nothing\n", arguments.isEmpty() ? new String[0] : arguments.split(" "));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("client: " + complaint).endsWith(TRY_HELP);
    assertThat(run.err().lines()).hasSize(2);
  }

  @Test
  void aFirstLineThatIsNotUtf8Is2() {
    InputStream latin1 = new ByteArrayInputStream(new byte[] {'t', (byte) 0xf1, '\n'});
    assertThat(ProgramRun.of(latin1, "hola"))
        .isEqualTo(
            new ProgramRun(
                2,
                "",
                "client: the first line of the input must name the protocol, tcp or udp, but it is"
                    + " not UTF-8\n"
                    + TRY_HELP));
  }

  @Test
  void udpThatIsChosenLaterDoesNotGoWithTls() {
    assertThat(ProgramRun.of("udp\n", "--tls", "hola"))
        .isEqualTo(new ProgramRun(2, "", "client: --tls is for TCP; UDP has no TLS\n" + TRY_HELP));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--tls-ca", "--tls-cert", "--tls-key"})
  void aTlsFileThatCannotBeReadIs2AndTheOptionIsNamed(String option) throws Exception {
    Issued issued = new TestAuthority(folder, "known").forLocalhost();
    Path missing = folder.resolve("missing.pem");
    String other =
        switch (option) {
          case "--tls-cert" -> "--tls-key=" + issued.key();
          case "--tls-key" -> "--tls-cert=" + issued.certificate();
          default -> "--verbose";
        };
    ProgramRun run =
        ProgramRun.of("", "--protocol=tcp", "--tls", option + "=" + missing, other, "hola");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("client: " + option + " cannot be '" + missing + "': ");
    assertThat(run.err()).endsWith(TRY_HELP);
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void nobodyThereIs3(Protocol protocol) throws Exception {
    try (Socket bound = new Socket();
        DatagramSocket elsewhere = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      int port;
      if (protocol == Protocol.TCP) {
        bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // does not listen
        port = bound.getLocalPort();
      } else {
        port = elsewhere.getLocalPort();
        elsewhere.connect(InetAddress.getLoopbackAddress(), 9); // hears nobody else from now on
      }
      assertThat(ProgramRun.of("", at(protocol, port, LONG, "hola")))
          .isEqualTo(
              new ProgramRun(
                  3, "", "client: nobody listens on " + protocol + " 127.0.0.1:" + port + "\n"));
    }
  }

  /** No name can be that long, so nobody is asked for it. */
  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aNameThatNobodyHasIs3(Protocol protocol) {
    String name = "x".repeat(300);
    assertThat(ProgramRun.of("", "--protocol=" + protocol, "--host=" + name, LONG, "hola"))
        .isEqualTo(new ProgramRun(3, "", "client: nobody is known by the name '" + name + "'\n"));
  }

  @Test
  void aConnectionThatBreaksIs4AndTheUnansweredAreCounted() throws Exception {
    try (ScriptedServer peer =
        new ScriptedServer(
            (socket, in, out) -> {
              readLine(in);
              readLine(in);
              out.write("r\n".getBytes(UTF_8));
            })) {
      assertThat(ProgramRun.of("uno\ndos\n", at(Protocol.TCP, peer.port(), LONG)))
          .isEqualTo(
              new ProgramRun(
                  4,
                  "r\n",
                  "client: the connection with TCP 127.0.0.1:"
                      + peer.port()
                      + " broke; messages without an answer: 1\n"));
    }
  }

  @Test
  void aServerThatIsNotTrustedIs6() throws Exception {
    TestAuthority authority = new TestAuthority(folder, "unknown");
    Issued issued = authority.forLocalhost();
    try (AcuseServer server =
        AcuseServer.start(
            ServerConfig.builder()
                .tcpPort(0)
                .only(Protocol.TCP)
                .tls(TlsConfig.with(issued.certificate(), issued.key()))
                .build())) {
      int port = server.tcpAddress().getPort();
      ProgramRun run = ProgramRun.of("", at(Protocol.TCP, port, LONG, "--tls", "hola"));
      assertThat(run.status()).isEqualTo(6);
      assertThat(run.err())
          .startsWith("client: no TLS with TCP 127.0.0.1:" + port + ": no trusted authority");
      assertThat(run.err().lines()).hasSize(1);

      assertThat(
              ProgramRun.of(
                      "",
                      at(
                          Protocol.TCP,
                          port,
                          LONG,
                          "--tls",
                          "--tls-ca=" + authority.certificate(),
                          "hola"))
                  .out())
          .isEqualTo("Servidor TCP recibió: hola\n");
      assertThat(ProgramRun.of("", at(Protocol.TCP, port, LONG, "--tls", "--tls-insecure", "hola")))
          .isEqualTo(
              new ProgramRun(
                  0,
                  "Servidor TCP recibió: hola\n",
                  "client: --tls-insecure: the server's identity is not checked\n"));
    }
  }

  @Test
  void aServerWithoutTlsIs6() throws Exception {
    try (AcuseServer server = server()) {
      int port = server.tcpAddress().getPort();
      ProgramRun run = ProgramRun.of("", at(Protocol.TCP, port, LONG, "--tls", "hola"));
      assertThat(run.status()).isEqualTo(6);
      assertThat(run.err())
          .isEqualTo("client: no TLS with TCP 127.0.0.1:" + port + ": it does not speak TLS\n");
    }
  }

  /** With picocli and without. */
  @ParameterizedTest
  @ValueSource(strings = {"--retries=1", "--retries=1 --retries=2"})
  void aBugOfOurOwnIs70(String options) {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() {
            throw new IllegalStateException("our own");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            return read();
          }
        };
    ProgramRun run = ProgramRun.of(broken, options.split(" "));
    assertThat(run.status()).isEqualTo(70);
    assertThat(run.err()).startsWith("java.lang.IllegalStateException: our own");
  }

  @Test
  void anInputThatCannotBeReadIs2() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Is a directory");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
          }
        };
    assertThat(ProgramRun.of(broken))
        .isEqualTo(new ProgramRun(2, "", "client: cannot read the input: Is a directory\n"));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static AcuseServer server() throws Exception {
    return AcuseServer.start(ServerConfig.builder().tcpPort(0).udpPort(0).build());
  }

  private static String[] at(Protocol protocol, AcuseServer server) {
    return at(protocol, server.address(protocol).getPort(), LONG);
  }

  private static String[] at(Protocol protocol, int port, String... more) {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "--protocol=" + protocol;
    arguments[1] = "--port=" + port;
    System.arraycopy(more, 0, arguments, 2, more.length);
    return arguments;
  }
}
