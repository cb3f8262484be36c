package acuse.client.interop;

import static acuse.client.interop.Tool.NCAT;
import static acuse.client.interop.Tool.OPENSSL;
import static acuse.client.interop.Tool.PYTHON;
import static acuse.client.interop.Tool.SOCAT;
import static acuse.client.interop.Tool.python;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.testing.TestAuthority;
import acuse.common.testing.TestAuthority.Issued;
import acuse.server.AcuseServer;
import acuse.server.config.ServerConfig;
import acuse.server.tls.TlsConfig;
import io.netty.pkitesting.CertificateBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Other people's TLS: OpenSSL's own tool, and Python, ncat and socat, which build on it. */
@InteropTest
final class TlsTest {
  /** Connects as {@code tcp}, and trusts the authority of these tests. */
  private static final String CONNECT =
      """
      import socket, ssl, sys
      context = ssl.create_default_context(cafile=sys.argv[2])
      tcp = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=30)

      """;

  @TempDir static Path folder;
  private static TestAuthority authority;
  private static Issued localhost;

  private AcuseServer server;

  @BeforeAll
  static void issue() throws Exception {
    authority = new TestAuthority(folder, "autoridad");
    localhost = authority.forLocalhost();
  }

  @BeforeEach
  void start() throws Exception {
    server = start(TlsConfig.with(localhost.certificate(), localhost.key()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void opensslIsAnsweredAndFindsTheServerInOrder(String version) {
    Finished openssl =
        OPENSSL
            .start(sClient(server, version, "-quiet", "-verify_return_error", "-no_ign_eof"))
            .send("uno\nexit\n")
            .awaitEnd();
    assertThat(openssl.out()).isEqualTo("Servidor TCP recibió: uno\n");
    assertThat(openssl.status()).isZero();
  }

  @Test
  void anOlderVersionIsRefused() {
    Finished openssl =
        OPENSSL.start(sClient(server, "-tls1_1", "-cipher", "ALL:@SECLEVEL=0")).finish();
    assertThat(openssl.status()).isNotZero();
    assertThat(openssl.err()).contains("protocol version");
  }

  @Test
  void aSecondHandshakeIsRefused() {
    try (PeerProcess openssl = OPENSSL.start(sClient(server, "-tls1_2"))) {
      openssl.send("uno\n").awaitOut("recibió: uno\n");
      openssl.send("R\n");
      Finished cutOff = openssl.awaitEnd();
      assertThat(cutOff.err()).contains("RENEGOTIATING").doesNotContainPattern("G\nverify");
    }
  }

  @Test
  void pythonHalfClosesAndGetsAllItsReplies() {
    String peer =
        """
        received, sent = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = context.wrap_bio(received, sent, server_hostname="localhost")

        def step(action, *values):
            while True:
                try:
                    result = action(*values)
                    tcp.sendall(sent.read())
                    return result
                except ssl.SSLWantReadError:
                    tcp.sendall(sent.read())
                    chunk = tcp.recv(65536)
                    received.write(chunk) if chunk else received.write_eof()

        step(tls.do_handshake)
        step(tls.write, b"uno\\ndos\\ntres")
        try:
            tls.unwrap()
        except ssl.SSLWantReadError:
            tcp.sendall(sent.read())
        try:
            while chunk := step(tls.read, 65536):
                print(chunk.decode(), end="")
        except ssl.SSLZeroReturnError:
            print(" close_notify")
        """;
    assertThat(python(CONNECT + peer, port(server), authority.certificate()))
        .isEqualTo(
            Finished.saying(
                """
                Servidor TCP recibió: uno
                Servidor TCP recibió: dos
                Servidor TCP recibió: tres close_notify
                """));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1_2", "TLSv1_3"})
  void pythonWithoutLineEndsTakesTurns(String version) {
    String peer =
        """
        context.minimum_version = context.maximum_version = ssl.TLSVersion[sys.argv[3]]
        with context.wrap_socket(tcp, server_hostname="127.0.0.1") as tls:
            for message in ("hola", "adiós"):
                tls.sendall(message.encode())
                print(tls.recv(1024).decode())
            tls.sendall(b"exit")
            print(repr(tls.recv(1024)))
        """;
    assertThat(python(CONNECT + peer, port(server), authority.certificate(), version))
        .isEqualTo(
            Finished.saying("Servidor TCP recibió: hola\nServidor TCP recibió: adiós\nb''\n"));
  }

  /** Python says so at the first read, for with TLS 1.3 it takes the handshake for done. */
  @Test
  void pythonWithoutACertificateIsToldThatItNeedsOne() throws Exception {
    String peer =
        """
        try:
            with context.wrap_socket(tcp, server_hostname="localhost") as tls:
                tls.sendall(b"hola\\n" * 10000)
                print(tls.recv(1024))
        except ssl.SSLError as e:
            print(e.reason)
        """;
    try (AcuseServer strict = startStrict()) {
      assertThat(python(CONNECT + peer, port(strict), authority.certificate()).out())
          .containsPattern("CERTIFICATE");
    }
  }

  @Test
  void ncatAndSocatAreAnswered() {
    assertThat(NCAT.start("--ssl", "127.0.0.1", port(server)).send("uno\ndos\n").finish().out())
        .isEqualTo("Servidor TCP recibió: uno\nServidor TCP recibió: dos\n");
    assertThat(
            SOCAT
                .start(
                    "-t30",
                    "-",
                    "OPENSSL:127.0.0.1:" + port(server) + ",cafile=" + authority.certificate())
                .send("uno\ndos")
                .finish())
        .isEqualTo(Finished.saying("Servidor TCP recibió: uno\nServidor TCP recibió: dos"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void ourClientIsAnsweredByOpenssl(String version) {
    try (PeerProcess openssl = sServer(localhost, version, "-rev")) {
      assertThat(client(openssl, "uno", "dos").finish()).isEqualTo(Finished.saying("onu\nsod\n"));
    }
  }

  @Test
  void ourClientIsAnsweredByPythonThatNeverSaysGoodbye() {
    String peer =
        """
        import socket, ssl, sys
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
        listener = socket.create_server(("127.0.0.1", 0))
        print("listening on 127.0.0.1:%d" % listener.getsockname()[1])
        with context.wrap_socket(listener.accept()[0], server_side=True) as tls:
            while data := tls.recv(1024):
                tls.sendall(data.upper())
        """;
    try (PeerProcess python =
        PYTHON.start("-c", peer, localhost.certificate().toString(), localhost.key().toString())) {
      assertThat(client(python, "uno", "dos").finish()).isEqualTo(Finished.saying("UNO\nDOS\n"));
    }
  }

  @Test
  void anOlderServerHasNothingInCommon() {
    try (PeerProcess openssl =
        sServer(localhost, "-tls1_1", "-cipher", "ALL:@SECLEVEL=0", "-rev")) {
      assertRefused(openssl, "ninguna versión ni cifrado en común");
    }
  }

  @Test
  void aServerOfAnotherNameIsNotTalkedTo() throws Exception {
    Issued other = authority.issue(certificate -> certificate.addSanDnsName("otro.example"));
    try (PeerProcess openssl = sServer(other, "-rev")) {
      assertRefused(openssl, "su certificado no es para «127.0.0.1»");
    }
  }

  @Test
  void aServerThatWantsACertificateIsObeyed() throws Exception {
    Issued own = authority.issue(CertificateBuilder::addExtendedKeyUsageClientAuth);
    try (AcuseServer strict = startStrict()) {
      assertThat(
              client(
                      port(strict),
                      "--tls-cert=" + own.certificate(),
                      "--tls-key=" + own.key(),
                      "hola")
                  .finish())
          .isEqualTo(Finished.saying("Servidor TCP recibió: hola\n"));
      assertThat(client(port(strict), "hola").finish())
          .isEqualTo(
              new Finished(
                  6,
                  "",
                  "client: sin TLS con TCP 127.0.0.1:"
                      + port(strict)
                      + ": pide un certificado (--tls-cert y --tls-key)\n"));
    }
  }

  @Test
  void whoIsNotCheckedIsWarnedOf() {
    assertThat(
            ClientProgram.tcp(port(server), "--tls", "--tls-insecure", "--lang=en", "hola")
                .finish())
        .isEqualTo(
            new Finished(
                0,
                "Servidor TCP recibió: hola\n",
                "client: --tls-insecure: the server's identity is not checked\n"));
  }

  @Test
  void theEnvironmentCanAskForTls() {
    Map<String, String> variables =
        Map.of("ACUSE_TLS", "true", "ACUSE_TLS_CA", authority.certificate().toString());
    assertThat(
            ClientProgram.start(
                    variables,
                    List.of("--protocol=tcp", "--port=" + port(server), "--timeout=30s", "hola"))
                .finish())
        .isEqualTo(Finished.saying("Servidor TCP recibió: hola\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--protocol=udp --tls | --tls es para TCP; UDP no tiene TLS",
        "--protocol=tcp --tls-insecure | las opciones de TLS necesitan --tls",
        "--protocol=tcp --tls --tls-cert=x | --tls-cert y --tls-key tienen que darse juntos",
        "--protocol=tcp --tls --tls-ca=x --tls-insecure | --tls-insecure y --tls-ca no se pueden usar juntos",
        "--protocol=tcp --tls --tls-ca=/no/such/file | --tls-ca no puede ser «/no/such/file»: no se puede leer",
      })
  void wrongUsageIs2(String arguments, String said) {
    assertThat(ClientProgram.start(Map.of(), List.of(arguments.split(" "))).finish())
        .isEqualTo(new Finished(2, "", "client: " + said + "\nPrueba «client --help».\n"));
  }

  private static void assertRefused(PeerProcess peer, String why) {
    String port = portOf(peer);
    assertThat(client(port, "hola").finish())
        .isEqualTo(
            new Finished(6, "", "client: sin TLS con TCP 127.0.0.1:" + port + ": " + why + "\n"));
  }

  private static PeerProcess client(PeerProcess peer, String... arguments) {
    return client(portOf(peer), arguments);
  }

  private static PeerProcess client(String port, String... arguments) {
    String[] words = new String[arguments.length + 2];
    words[0] = "--tls";
    words[1] = "--tls-ca=" + authority.certificate();
    System.arraycopy(arguments, 0, words, 2, arguments.length);
    return ClientProgram.tcp(port, words);
  }

  /** Both say it when they are up: {@code ACCEPT 127.0.0.1:40000}. */
  private static String portOf(PeerProcess peer) {
    return peer.awaitOut("127\\.0\\.0\\.1:(\\d+)").group(1);
  }

  private static String[] sClient(AcuseServer server, String... options) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "s_client",
                "-connect",
                "127.0.0.1:" + port(server),
                "-CAfile",
                authority.certificate().toString(),
                "-verify_ip",
                "127.0.0.1"));
    words.addAll(List.of(options));
    return words.toArray(new String[0]);
  }

  private static PeerProcess sServer(Issued issued, String... options) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "s_server",
                "-accept",
                "127.0.0.1:0",
                "-cert",
                issued.certificate().toString(),
                "-key",
                issued.key().toString()));
    words.addAll(List.of(options));
    return OPENSSL.start(words.toArray(new String[0]));
  }

  private static AcuseServer startStrict() throws Exception {
    return start(
        TlsConfig.with(localhost.certificate(), localhost.key())
            .requiringClients(authority.certificate()));
  }

  private static AcuseServer start(TlsConfig tls) throws Exception {
    return AcuseServer.start(ServerConfig.builder().tcpPort(0).udpPort(0).tls(tls).build());
  }

  private static String port(AcuseServer server) {
    return String.valueOf(server.tcpAddress().getPort());
  }
}
