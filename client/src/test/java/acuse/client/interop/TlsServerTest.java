package acuse.client.interop;

import static acuse.client.interop.Tool.OPENSSL;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.testing.TestAuthority;
import acuse.common.testing.TestAuthority.Issued;
import acuse.server.ServerCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS as the server's command line has it. */
@InteropTest
final class TlsServerTest {
  private static final String[] ANY_PORTS = {"--tcp-port=0", "--udp-port=0"};

  @TempDir Path folder;
  private TestAuthority authority;
  private Path certificate;
  private Path key;

  @BeforeEach
  void issue() throws Exception {
    authority = new TestAuthority(folder, "autoridad");
    certificate = folder.resolve("server.pem");
    key = folder.resolve("server.key");
    renew(authority.forLocalhost());
  }

  @Test
  void aSignalRenewsTheCertificateAndDropsNobody() throws Exception {
    try (ServerProgram server = ServerProgram.start(withFiles());
        PeerProcess before = client(server)) {
      before.send("uno\n").awaitOut("recibió: uno\n");
      Issued next = authority.forLocalhost();
      renew(next);
      server.process().signal("HUP");
      server.process().awaitOut("Certificado TLS nuevo en uso, SHA-256 ");
      Path shown = Files.writeString(folder.resolve("shown.pem"), shownBy(server));
      assertThat(fingerprint(shown)).isEqualTo(fingerprint(next.certificate()));
      before.send("dos\n").awaitOut("recibió: dos\n");
      assertThat(before.finish().status()).isZero();
    }
  }

  @Test
  void aBrokenFileIsSaidInALineAndKeepsTheOld() throws Exception {
    try (ServerProgram server = ServerProgram.start(withFiles())) {
      Files.writeString(key, "roto");
      server.process().signal("HUP");
      server
          .process()
          .awaitErr(
              "^server: se sigue usando el certificado TLS anterior: «.*server.key»:"
                  + " no contiene ninguna clave privada .*\n$");
      try (PeerProcess client = client(server)) {
        assertThat(client.send("uno\n").finish())
            .isEqualTo(Finished.saying("Servidor TCP recibió: uno\n"));
      }
    }
  }

  @Test
  void theFingerprintOfItsOwnCertificateIsOpenssls() throws Exception {
    try (ServerProgram server = ServerProgram.start(words("--tls-self-signed"))) {
      String said = server.process().awaitOut("autofirmado, SHA-256 (\\S+)\n").group(1);
      Path shown = Files.writeString(folder.resolve("shown.pem"), shownBy(server));
      assertThat(fingerprint(shown)).endsWith("=" + said + "\n");
      for (String host : List.of("127.0.0.1", "localhost")) {
        assertThat(
                ClientProgram.tcp(
                        String.valueOf(server.tcpPort()),
                        "--host=" + host,
                        "--tls",
                        "--tls-ca=" + shown,
                        "hola")
                    .finish())
            .isEqualTo(Finished.saying("Servidor TCP recibió: hola\n"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--tls-cert=x | --tls-cert y --tls-key tienen que darse juntos",
        "--tls-key=x | --tls-cert y --tls-key tienen que darse juntos",
        "--tls-self-signed --tls-cert=x | --tls-self-signed no se puede usar con --tls-cert y --tls-key",
        "--tls-client-ca=x | --tls-client-ca necesita --tls-cert y --tls-key, o bien --tls-self-signed",
        "--only=udp --tls-self-signed | TLS necesita TCP, pero --only udp desactiva TCP",
        "--tls-cert=/no/such/file --tls-key=x | --tls-cert no puede ser «/no/such/file»: no se puede leer",
      })
  void wrongUsageIs2(String arguments, String said) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ServerCommand.class.getName(),
                "--lang=es"));
    command.addAll(List.of(arguments.split(" ")));
    assertThat(PeerProcess.start(folder, command).finish())
        .isEqualTo(new Finished(2, "", "server: " + said + "\nPrueba «server --help».\n"));
  }

  private String[] withFiles() {
    return words("--tls-cert=" + certificate, "--tls-key=" + key);
  }

  private static String[] words(String... options) {
    List<String> words = new ArrayList<>(List.of(ANY_PORTS));
    words.addAll(List.of(options));
    return words.toArray(new String[0]);
  }

  private PeerProcess client(ServerProgram server) {
    return ClientProgram.tcp(
        String.valueOf(server.tcpPort()), "--tls", "--tls-ca=" + authority.certificate());
  }

  private static String shownBy(ServerProgram server) {
    return OPENSSL.start("s_client", "-connect", "127.0.0.1:" + server.tcpPort()).finish().out();
  }

  private static String fingerprint(Path certificate) {
    return OPENSSL
        .start("x509", "-in", certificate.toString(), "-noout", "-fingerprint", "-sha256")
        .finish()
        .out();
  }

  private void renew(Issued issued) throws Exception {
    Files.copy(issued.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(issued.key(), key, StandardCopyOption.REPLACE_EXISTING);
  }
}
