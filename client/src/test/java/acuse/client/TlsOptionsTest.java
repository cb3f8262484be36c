package acuse.client;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.command.ExitCode;
import acuse.common.command.Program;
import acuse.common.protocol.Protocol;
import acuse.common.testing.TestAuthority;
import acuse.common.testing.TestAuthority.Issued;
import acuse.common.text.Language;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options for TLS that do not fit, and files that cannot be used, get a sentence. */
class TlsOptionsTest {
  @TempDir static Path folder;

  @BeforeAll
  static void issue() throws Exception {
    TestAuthority authority = new TestAuthority(folder, "autoridad");
    Issued issued = authority.forLocalhost();
    Files.copy(authority.certificate(), folder.resolve("ca"));
    Files.copy(issued.certificate(), folder.resolve("cert"));
    Files.copy(issued.key(), folder.resolve("key"));
    Files.copy(authority.forLocalhost().key(), folder.resolve("other-key"));
    Files.writeString(
        folder.resolve("both"),
        Files.readString(issued.certificate()) + Files.readString(issued.key()));
    Files.writeString(folder.resolve("empty"), "");
  }

  /** A file's name stands for its place in the test's folder. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--tls-ca=ca | TCP | las opciones de TLS necesitan --tls | options for TLS need --tls",
        "--tls-cert=cert --tls-key=key | TCP | las opciones de TLS necesitan --tls | options for TLS need --tls",
        "--tls-key=key | UDP | las opciones de TLS necesitan --tls | options for TLS need --tls",
        "--tls-insecure | TCP | las opciones de TLS necesitan --tls | options for TLS need --tls",
        "--tls | UDP | --tls es para TCP; UDP no tiene TLS | --tls is for TCP; UDP has no TLS",
        "--tls --tls-insecure --tls-ca=ca | TCP | --tls-insecure y --tls-ca no se pueden usar juntos | --tls-insecure and --tls-ca cannot be used together",
        "--tls --tls-cert=cert | TCP | --tls-cert y --tls-key tienen que darse juntos | --tls-cert and --tls-key must be given together",
        "--tls --tls-key=key | TCP | --tls-cert y --tls-key tienen que darse juntos | --tls-cert and --tls-key must be given together",
        "--tls --tls-ca=none | TCP | --tls-ca no puede ser «FOLDER/none»: no se puede leer | --tls-ca cannot be 'FOLDER/none': cannot be read",
        "--tls --tls-ca=empty | TCP | --tls-ca no puede ser «FOLDER/empty»: no contiene ningún certificado (PEM, BEGIN CERTIFICATE) | --tls-ca cannot be 'FOLDER/empty': there is no certificate in it (PEM, BEGIN CERTIFICATE)",
        "--tls --tls-cert=none --tls-key=key | TCP | --tls-cert no puede ser «FOLDER/none»: no se puede leer | --tls-cert cannot be 'FOLDER/none': cannot be read",
        "--tls --tls-cert=key --tls-key=key | TCP | --tls-cert no puede ser «FOLDER/key»: no contiene ningún certificado (PEM, BEGIN CERTIFICATE) | --tls-cert cannot be 'FOLDER/key': there is no certificate in it (PEM, BEGIN CERTIFICATE)",
        "--tls --tls-cert=cert --tls-key=none | TCP | --tls-key no puede ser «FOLDER/none»: no se puede leer | --tls-key cannot be 'FOLDER/none': cannot be read",
        "--tls --tls-cert=cert --tls-key=cert | TCP | --tls-key no puede ser «FOLDER/cert»: no contiene ninguna clave privada (PEM, BEGIN PRIVATE KEY) | --tls-key cannot be 'FOLDER/cert': there is no private key in it (PEM, BEGIN PRIVATE KEY)",
        "--tls --tls-cert=cert --tls-key=other-key | TCP | --tls-key no puede ser «FOLDER/other-key»: su clave privada no es la del certificado | --tls-key cannot be 'FOLDER/other-key': its private key does not belong to the certificate",
      })
  void aMistakeIsSaidWithItsOption(
      String words, Protocol protocol, String spanish, String english) {
    assertSaid(words, protocol, Language.ES, spanish);
    assertSaid(words, protocol, Language.EN, english);
  }

  private static void assertSaid(
      String words, Protocol protocol, Language language, String sentence) {
    StringWriter said = new StringWriter();
    PrintWriter err = new PrintWriter(said, true);
    String inFolder = words.replaceAll("(--tls-[a-z]+)=", "$1=" + folder + "/");
    String[] arguments =
        (inFolder + " --protocol=" + protocol + " --lang=" + language.code() + " hola").split(" ");
    int status =
        ClientMain.run(
            arguments,
            Map.of(),
            new Program(Map.of(), err),
            new StandardStreams(
                InputStream.nullInputStream(), OutputStream.nullOutputStream(), err, false, false),
            stop -> {});
    assertThat(status).isEqualTo(ExitCode.USAGE);
    assertThat(said.toString().lines().findFirst())
        .contains("client: " + sentence.replace("FOLDER", folder.toString()));
  }
}
