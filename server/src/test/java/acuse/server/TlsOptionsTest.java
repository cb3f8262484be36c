package acuse.server;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.command.ExitCode;
import acuse.common.testing.TestAuthority;
import acuse.common.testing.TestAuthority.Issued;
import acuse.server.tls.TlsConfig;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the options for TLS to its settings, and what is said of options that do not fit. */
class TlsOptionsTest {
  @TempDir static Path folder;
  private static Issued issued;
  private static Path authority;

  @BeforeAll
  static void issue() throws Exception {
    TestAuthority issuer = new TestAuthority(folder, "autoridad");
    authority = issuer.certificate();
    issued = issuer.forLocalhost();
    Files.copy(issued.certificate(), folder.resolve("cert"));
    Files.copy(issued.key(), folder.resolve("key"));
    Files.copy(issuer.forLocalhost().key(), folder.resolve("other-key"));
    Files.writeString(folder.resolve("empty"), "");
    Files.writeString(
        folder.resolve("damaged"),
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    Files.writeString(
        folder.resolve("encrypted"),
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
  }

  @Test
  void withoutThemNothingIsSecured() {
    assertThat(ParsedCommandLine.of(Map.of()).config().tls()).isEmpty();
  }

  @Test
  void filesAreTheServersOwnAndAnAuthorityIsForItsClients() {
    String certificate = issued.certificate().toString();
    String key = issued.key().toString();
    TlsConfig own = TlsConfig.with(issued.certificate(), issued.key());
    assertThat(tls(Map.of(), "--tls-cert", certificate, "--tls-key", key)).isEqualTo(own);
    assertThat(tls(Map.of("ACUSE_TLS_CERT", certificate, "ACUSE_TLS_KEY", key))).isEqualTo(own);
    assertThat(
            tls(
                Map.of("ACUSE_TLS_CLIENT_CA", authority.toString()),
                "--tls-cert",
                certificate,
                "--tls-key",
                key))
        .isEqualTo(own.requiringClients(authority));
  }

  @Test
  void aCertificateOfItsOwnIsForTheAddressThatItListensOn() throws Exception {
    assertThat(tls(Map.of(), "--tls-self-signed", "--host=127.0.0.2"))
        .isEqualTo(TlsConfig.selfSigned(InetAddress.getByName("127.0.0.2")));
    assertThat(tls(Map.of("ACUSE_TLS_SELF_SIGNED", "true"), "--tls-client-ca=" + authority))
        .isEqualTo(
            TlsConfig.selfSigned(InetAddress.getLoopbackAddress()).requiringClients(authority));
  }

  /** A file's name stands for its place in the test's folder. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--tls-cert=cert | --tls-cert y --tls-key tienen que darse juntos | --tls-cert and --tls-key must be given together",
        "--tls-key=key | --tls-cert y --tls-key tienen que darse juntos | --tls-cert and --tls-key must be given together",
        "--tls-client-ca=cert | --tls-client-ca necesita --tls-cert y --tls-key, o bien --tls-self-signed | --tls-client-ca needs --tls-cert and --tls-key, or --tls-self-signed",
        "--tls-self-signed --tls-cert=cert | --tls-self-signed no se puede usar con --tls-cert y --tls-key | --tls-self-signed cannot be used with --tls-cert and --tls-key",
        "--tls-self-signed --tls-key=key | --tls-self-signed no se puede usar con --tls-cert y --tls-key | --tls-self-signed cannot be used with --tls-cert and --tls-key",
        "--tls-self-signed --only=udp | TLS necesita TCP, pero --only udp desactiva TCP | TLS needs TCP, but --only udp turns TCP off",
        "--tls-cert=none --tls-key=key | --tls-cert no puede ser «FOLDER/none»: no se puede leer | --tls-cert cannot be 'FOLDER/none': cannot be read",
        "--tls-cert=cert --tls-key=none | --tls-key no puede ser «FOLDER/none»: no se puede leer | --tls-key cannot be 'FOLDER/none': cannot be read",
        "--tls-cert=empty --tls-key=key | --tls-cert no puede ser «FOLDER/empty»: no contiene ningún certificado (PEM, BEGIN CERTIFICATE) | --tls-cert cannot be 'FOLDER/empty': there is no certificate in it (PEM, BEGIN CERTIFICATE)",
        "--tls-cert=damaged --tls-key=key | --tls-cert no puede ser «FOLDER/damaged»: contiene un certificado dañado | --tls-cert cannot be 'FOLDER/damaged': a certificate in it is damaged",
        "--tls-cert=cert --tls-key=empty | --tls-key no puede ser «FOLDER/empty»: no contiene ninguna clave privada (PEM, BEGIN PRIVATE KEY) | --tls-key cannot be 'FOLDER/empty': there is no private key in it (PEM, BEGIN PRIVATE KEY)",
        "--tls-cert=cert --tls-key=cert | --tls-key no puede ser «FOLDER/cert»: no contiene ninguna clave privada (PEM, BEGIN PRIVATE KEY) | --tls-key cannot be 'FOLDER/cert': there is no private key in it (PEM, BEGIN PRIVATE KEY)",
        "--tls-cert=cert --tls-key=other-key | --tls-key no puede ser «FOLDER/other-key»: su clave privada no es la del certificado | --tls-key cannot be 'FOLDER/other-key': its private key does not belong to the certificate",
        "--tls-cert=cert --tls-key=encrypted | --tls-key no puede ser «FOLDER/encrypted»: su clave privada está cifrada; esto la escribe sin contraseña: openssl pkey -in VIEJA -out NUEVA | --tls-key cannot be 'FOLDER/encrypted': its private key is encrypted; this writes it without a password: openssl pkey -in OLD -out NEW",
        "--tls-self-signed --tls-client-ca=none | --tls-client-ca no puede ser «FOLDER/none»: no se puede leer | --tls-client-ca cannot be 'FOLDER/none': cannot be read",
        "--tls-self-signed --tls-client-ca=key | --tls-client-ca no puede ser «FOLDER/key»: no contiene ningún certificado (PEM, BEGIN CERTIFICATE) | --tls-client-ca cannot be 'FOLDER/key': there is no certificate in it (PEM, BEGIN CERTIFICATE)",
      })
  void aMistakeIsSaidWithItsOption(String words, String spanish, String english) {
    String[] arguments = words.replaceAll("(--tls-[a-z-]+)=", "$1=" + folder + "/").split(" ", -1);
    assertSaid(ParsedCommandLine.of(Map.of(), arguments), spanish);
    assertSaid(ParsedCommandLine.of(Map.of("ACUSE_LANG", "en"), arguments), english);
  }

  private static void assertSaid(ParsedCommandLine parsed, String sentence) {
    assertThat(parsed.status()).isEqualTo(ExitCode.USAGE);
    assertThat(parsed.said().get(0))
        .isEqualTo("server: " + sentence.replace("FOLDER", folder.toString()));
    assertThat(parsed.said()).hasSize(2);
  }

  private static TlsConfig tls(Map<String, String> environment, String... arguments) {
    ParsedCommandLine parsed = ParsedCommandLine.of(environment, arguments);
    assertThat(parsed.said()).isEqualTo(List.of());
    return parsed.config().tls().orElseThrow();
  }
}
