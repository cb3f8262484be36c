package acuse.client;

import static acuse.client.testing.ScriptedServer.readLine;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.client.testing.BlackHole;
import acuse.client.testing.ScriptedServer;
import acuse.client.testing.UdpPeer;
import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.common.testing.TestAuthority;
import acuse.common.testing.TestAuthority.Issued;
import acuse.server.AcuseServer;
import acuse.server.config.ServerConfig;
import acuse.server.tls.TlsConfig;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --check}: nothing is written to stdout, whatever comes, and the input is not read. */
@Timeout(60)
class PortCheckTest {
  private static final ProgramRun FINE = new ProgramRun(0, "", "");

  /** Nobody waits as long in a run that goes well. */
  private static final String LONG = "--timeout=50s";

  private static final String SHORT = "--timeout=100ms";

  private static final InputStream NOT_TO_BE_READ =
      new InputStream() {
        @Override
        public int read() {
          throw new AssertionError("the input is read");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
          return read();
        }
      };

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void anOpenPortIs0(Protocol protocol) throws Exception {
    try (AcuseServer server = server()) {
      int port = server.address(protocol).getPort();
      assertThat(check(protocol, port, LONG)).isEqualTo(FINE);
      assertThat(check(protocol, port, LONG, "--expect=Servidor " + protocol)).isEqualTo(FINE);
      assertThat(check(protocol, port, LONG, "--format=json", "--verbose")).isEqualTo(FINE);
      assertThat(check(protocol, port, LONG, "--expect=: hola", "hola", "exit")).isEqualTo(FINE);
    }
  }

  @ParameterizedTest
  @CsvSource({"LINE, line", "LENGTH, length", "AUTO, line", "AUTO, raw"})
  void theServerIsAskedInTheFramingThatItSpeaks(String servers, String clients) throws Exception {
    try (AcuseServer server =
        AcuseServer.start(
            ServerConfig.builder()
                .tcpPort(0)
                .only(Protocol.TCP)
                .framing(Framing.valueOf(servers))
                .build())) {
      int port = server.tcpAddress().getPort();
      String framing = "--framing=" + clients;
      assertThat(check(Protocol.TCP, port, LONG, framing)).isEqualTo(FINE);
      ProgramRun asked = check(Protocol.TCP, port, LONG, framing, "--expect=Servidor");
      if (clients.equals("raw")) { // which has no empty messages, so the server is not asked
        assertThat(asked.status()).isEqualTo(4);
      } else {
        assertThat(asked).isEqualTo(FINE);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aClosedPortIs3(Protocol protocol) throws Exception {
    try (Socket bound = new Socket();
        DatagramSocket elsewhere = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // does not listen
      elsewhere.connect(InetAddress.getLoopbackAddress(), 9); // hears nobody else from now on
      int port = protocol == Protocol.TCP ? bound.getLocalPort() : elsewhere.getLocalPort();
      String complaint = "client: nobody listens on " + protocol + " 127.0.0.1:" + port + "\n";
      assertThat(check(protocol, port, LONG)).isEqualTo(new ProgramRun(3, "", complaint));
      assertThat(check(protocol, port, LONG, "--expect=x"))
          .isEqualTo(new ProgramRun(3, "", complaint));
      assertThat(check(protocol, port, LONG, "hola")).isEqualTo(new ProgramRun(3, "", complaint));
    }
  }

  @Test
  void aFilteredPortIs3OnTcp() throws Exception {
    try (BlackHole hole = new BlackHole("127.0.0.1")) {
      assertThat(check(Protocol.TCP, hole.port(), SHORT))
          .isEqualTo(
              new ProgramRun(
                  3, "", "client: TCP 127.0.0.1:" + hole.port() + " cannot be reached\n"));
    }
  }

  @Test
  void silenceIs1OnUdp() throws Exception {
    try (UdpPeer silent = new UdpPeer()) {
      String complaint = "client: no answer in time from UDP 127.0.0.1:" + silent.port() + "\n";
      assertThat(check(Protocol.UDP, silent.port(), SHORT))
          .isEqualTo(new ProgramRun(1, "", complaint));
      assertThat(check(Protocol.UDP, silent.port(), SHORT, "--expect=x"))
          .isEqualTo(new ProgramRun(1, "", complaint));
    }
  }

  @Test
  void anEmptyDatagramIsAskedAgain() throws Exception {
    try (UdpPeer peer = new UdpPeer()) {
      CompletableFuture<ProgramRun> run =
          CompletableFuture.supplyAsync(
              () -> check(Protocol.UDP, peer.port(), SHORT, "--retries=30"));
      assertThat(peer.hear()).isEmpty();
      assertThat(peer.hear()).isEmpty();
      peer.say("");
      assertThat(run.get()).isEqualTo(FINE);
    }
  }

  /** No name can be that long, so nobody is asked for it. */
  @ParameterizedTest
  @EnumSource(Protocol.class)
  void anUnknownNameIs3(Protocol protocol) {
    String name = "x".repeat(300);
    assertThat(check(protocol, 1, LONG, "--host=" + name))
        .isEqualTo(new ProgramRun(3, "", "client: nobody is known by the name '" + name + "'\n"));
  }

  /** Some speak first, others when they are asked, others at the end of the input. */
  @ParameterizedTest
  @ValueSource(strings = {"first", "asked", "end"})
  void anotherServiceOnTcpIs1IfATextIsExpected(String when) throws Exception {
    ScriptedServer.Script script =
        (socket, in, out) -> {
          if (when.equals("asked")) {
            readLine(in);
          } else if (when.equals("end")) {
            in.readAllBytes();
          }
          out.write("SSH-2.0-OpenSSH_9.2\r\nmore\n".getBytes(UTF_8));
          in.readAllBytes();
        };
    try (ScriptedServer one = new ScriptedServer(script);
        ScriptedServer two = new ScriptedServer(script)) {
      assertThat(check(Protocol.TCP, one.port(), LONG, "--expect=Servidor"))
          .isEqualTo(
              new ProgramRun(
                  1,
                  "",
                  "client: unexpected answer from TCP 127.0.0.1:"
                      + one.port()
                      + ": 'SSH-2.0-OpenSSH_9.2\\r\\nmore\\n'\n"));
      assertThat(check(Protocol.TCP, two.port(), LONG, "--expect=OpenSSH")).isEqualTo(FINE);
    }
  }

  @Test
  void anotherServiceOnUdpIs1IfATextIsExpected() throws Exception {
    try (UdpPeer peer = new UdpPeer()) {
      CompletableFuture<ProgramRun> run =
          CompletableFuture.supplyAsync(
              () -> check(Protocol.UDP, peer.port(), LONG, "--expect=Servidor"));
      assertThat(peer.hear()).isEmpty();
      peer.say("NTP");
      assertThat(run.get())
          .isEqualTo(
              new ProgramRun(
                  1,
                  "",
                  "client: unexpected answer from UDP 127.0.0.1:" + peer.port() + ": 'NTP'\n"));
    }
  }

  @Test
  void aServerThatSaysNothingIs1OrIfItCloses4() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ScriptedServer closing = new ScriptedServer((socket, in, out) -> in.readAllBytes())) {
      String peer = "TCP 127.0.0.1:";
      assertThat(check(Protocol.TCP, silent.getLocalPort(), LONG)).isEqualTo(FINE);
      assertThat(check(Protocol.TCP, silent.getLocalPort(), SHORT, "--expect=x"))
          .isEqualTo(
              new ProgramRun(
                  1, "", "client: no answer in time from " + peer + silent.getLocalPort() + "\n"));
      assertThat(check(Protocol.TCP, closing.port(), LONG, "--expect=x"))
          .isEqualTo(
              new ProgramRun(
                  4,
                  "",
                  "client: the connection with "
                      + peer
                      + closing.port()
                      + " broke; messages without an answer: 1\n"));
    }
  }

  @Test
  void aTextMayComeInPieces() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (socket, in, out) -> {
              out.write("Serv".getBytes(UTF_8));
              readLine(in);
              out.write("idor".getBytes(UTF_8));
              in.readAllBytes();
            })) {
      assertThat(check(Protocol.TCP, server.port(), LONG, "--expect=Servidor")).isEqualTo(FINE);
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void messagesThatAreGivenAreAskedInstead(Protocol protocol) throws Exception {
    try (AcuseServer server = server()) {
      int port = server.address(protocol).getPort();
      assertThat(check(protocol, port, LONG, "--expect=uno", "uno", "dos"))
          .isEqualTo(
              new ProgramRun(
                  1,
                  "",
                  "client: unexpected answer: message 2 'dos', reply 'Servidor "
                      + protocol
                      + " recibió: dos'\n"));
    }
  }

  @Test
  void theHandshakeCounts(@TempDir Path folder) throws Exception {
    TestAuthority authority = new TestAuthority(folder, "known");
    Issued issued = authority.forLocalhost();
    try (AcuseServer server = tlsServer(TlsConfig.with(issued.certificate(), issued.key()));
        AcuseServer plain = server()) {
      int port = server.tcpAddress().getPort();
      String ca = "--tls-ca=" + authority.certificate();
      assertThat(check(Protocol.TCP, port, LONG, "--tls", ca)).isEqualTo(FINE);
      assertThat(check(Protocol.TCP, port, LONG, "--tls", ca, "--expect=Servidor")).isEqualTo(FINE);
      ProgramRun untrusted = check(Protocol.TCP, port, LONG, "--tls");
      assertThat(untrusted.status()).isEqualTo(6);
      assertThat(untrusted.err()).contains("no trusted authority").hasLineCount(1);
      int plainPort = plain.tcpAddress().getPort();
      assertThat(check(Protocol.TCP, plainPort, LONG, "--tls", ca))
          .isEqualTo(
              new ProgramRun(
                  6,
                  "",
                  "client: no TLS with TCP 127.0.0.1:" + plainPort + ": it does not speak TLS\n"));
    }
  }

  /** With TLS 1.3 it says so when the handshake is over for us. */
  @ParameterizedTest
  @ValueSource(strings = {"--verbose", "--expect=Servidor"})
  void aServerThatWantsACertificateIs6(String more, @TempDir Path folder) throws Exception {
    TestAuthority authority = new TestAuthority(folder, "known");
    Issued issued = authority.forLocalhost();
    try (AcuseServer server =
        tlsServer(
            TlsConfig.with(issued.certificate(), issued.key())
                .requiringClients(authority.certificate()))) {
      int port = server.tcpAddress().getPort();
      String ca = "--tls-ca=" + authority.certificate();
      assertThat(check(Protocol.TCP, port, LONG, more, "--tls", ca))
          .isEqualTo(
              new ProgramRun(
                  6,
                  "",
                  "client: no TLS with TCP 127.0.0.1:"
                      + port
                      + ": it asks for a certificate (--tls-cert and --tls-key)\n"));
      assertThat(
              check(
                  Protocol.TCP,
                  port,
                  LONG,
                  more,
                  "--tls",
                  ca,
                  "--tls-cert=" + issued.certificate(),
                  "--tls-key=" + issued.key()))
          .isEqualTo(FINE);
    }
  }

  private static ProgramRun check(Protocol protocol, int port, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("--check", "--protocol=" + protocol, "--port=" + port));
    arguments.addAll(List.of(more));
    return ProgramRun.of(NOT_TO_BE_READ, arguments.toArray(new String[0]));
  }

  private static AcuseServer server() throws Exception {
    return AcuseServer.start(ServerConfig.builder().tcpPort(0).udpPort(0).build());
  }

  private static AcuseServer tlsServer(TlsConfig tls) throws Exception {
    return AcuseServer.start(ServerConfig.builder().tcpPort(0).only(Protocol.TCP).tls(tls).build());
  }
}
