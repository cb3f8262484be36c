package acuse.common.tls;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.common.command.Program;
import acuse.common.testing.BothLanguages;
import acuse.common.testing.TestAuthority;
import acuse.common.testing.TestAuthority.Issued;
import acuse.common.text.Language;
import acuse.common.text.Texts;
import acuse.common.tls.PemException.Problem;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CredentialsTest {
  @TempDir Path folder;
  private TestAuthority authority;
  private Issued issued;

  @BeforeEach
  void issue() throws Exception {
    authority = new TestAuthority(folder, "autoridad");
    issued = authority.forLocalhost();
  }

  @Test
  void bothLanguagesSayTheSame() {
    BothLanguages.assertSayTheSame(PemException.class);
  }

  @ParameterizedTest
  @EnumSource
  void everyProblemCanBeSaid(Problem problem) {
    for (Language language : Language.values()) {
      assertThat(new PemException(problem, folder).describe(Texts.of(Program.class, language)))
          .isNotBlank();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ecp256", "ecp384", "rsa2048", "ed25519"})
  void everyUsualKindOfKeyIsRead(Algorithm algorithm) throws Exception {
    Issued other = authority.issue(certificate -> certificate.algorithm(algorithm));
    assertThat(Credentials.read(other.certificate(), other.key()).chain())
        .containsExactly(other.bundle().getCertificate());
  }

  @Test
  void oneFileMayHoldBothAndTextForPeople() throws Exception {
    Path both = folder.resolve("both.pem");
    Files.writeString(
        both,
        "This is the server's.\r\n"
            + Files.readString(issued.certificate()).replace("\n", "\r\n")
            + "and its issuer's:\n"
            + Files.readString(authority.certificate())
            + Files.readString(issued.key()));
    assertThat(Credentials.read(both, both).chain())
        .containsExactly(issued.bundle().getCertificate(), authority.root().getCertificate());
  }

  @Test
  void whatIsNotThereIsSaid() {
    Path nothing = folder.resolve("nothing.pem");
    assertProblem(Problem.UNREADABLE, nothing, issued.key());
    assertProblem(Problem.UNREADABLE, issued.certificate(), nothing);
    assertProblem(Problem.UNREADABLE, folder, issued.key());
    assertProblem(Problem.NO_CERTIFICATE, issued.key(), issued.key());
    assertProblem(Problem.NO_KEY, issued.certificate(), issued.certificate());
  }

  @Test
  void aFileWithoutEndIsNotReadToItsEnd() {
    assertProblem(Problem.NO_CERTIFICATE, Path.of("/dev/zero"), issued.key());
  }

  @Test
  void anotherKeyIsNotTheCertificates() throws Exception {
    assertProblem(Problem.OTHER_KEY, issued.certificate(), authority.forLocalhost().key());
    Issued rsa = authority.issue(CertificateBuilder::rsa2048);
    assertProblem(Problem.OTHER_KEY, issued.certificate(), rsa.key());
  }

  @ParameterizedTest
  @CsvSource({
    "ENCRYPTED PRIVATE KEY, AAAA, ENCRYPTED_KEY",
    "RSA PRIVATE KEY, AAAA, OLD_KEY_FORM",
    "EC PRIVATE KEY, AAAA, OLD_KEY_FORM",
    "RSA PRIVATE KEY, 'Proc-Type: 4,ENCRYPTED', ENCRYPTED_KEY",
    "PRIVATE KEY, AAAA, BAD_KEY",
    "PRIVATE KEY, A, BAD_KEY",
  })
  void keysThatCannotBeUsedAreToldApart(String label, String body, Problem problem)
      throws Exception {
    assertProblem(problem, issued.certificate(), block("bad.key", label, body));
  }

  @Test
  void aDamagedCertificateIsSaid() throws Exception {
    assertProblem(Problem.BAD_CERTIFICATE, block("bad.pem", "CERTIFICATE", "AAAA"), issued.key());
    byte[] whole = issued.bundle().getCertificate().getEncoded();
    String half = Base64.getEncoder().encodeToString(whole).substring(0, whole.length / 2);
    assertProblem(Problem.BAD_CERTIFICATE, block("half.pem", "CERTIFICATE", half), issued.key());
  }

  @Test
  void eachCertificateOfAChainIsSignedByTheNext() throws Exception {
    X509Bundle root = authority.root();
    X509Bundle intermediate = authority("intermedia").buildIssuedBy(root);
    X509Bundle leaf = new CertificateBuilder().ecp256().subject("CN=l").buildIssuedBy(intermediate);
    X509Bundle namesake = authority("autoridad").buildSelfSigned();
    Path key = Files.writeString(folder.resolve("leaf.key"), leaf.getPrivateKeyPEM());

    assertThat(Credentials.read(chain(leaf, intermediate), key).chain()).hasSize(2);
    assertThat(Credentials.read(chain(leaf, intermediate, root), key).chain()).hasSize(3);
    assertProblem(Problem.BROKEN_CHAIN, chain(leaf, root), key);
    assertProblem(Problem.BROKEN_CHAIN, chain(leaf, root, intermediate), key);
    assertProblem(Problem.BROKEN_CHAIN, chain(leaf, leaf), key);
    assertProblem(Problem.BROKEN_CHAIN, chain(leaf, intermediate, namesake), key);
    assertProblem(Problem.BROKEN_CHAIN, chain(leaf, intermediate, root, root), key);
  }

  private static CertificateBuilder authority(String name) {
    return new CertificateBuilder().ecp256().subject("CN=" + name).setIsCertificateAuthority(true);
  }

  private Path chain(X509Bundle... certificates) throws Exception {
    return Files.writeString(
        folder.resolve("chain.pem"),
        Stream.of(certificates).map(X509Bundle::getCertificatePEM).collect(joining("\n")));
  }

  private Path block(String file, String label, String body) throws Exception {
    return Files.writeString(
        folder.resolve(file),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label));
  }

  private static void assertProblem(Problem problem, Path certificate, Path key) {
    assertThatThrownBy(() -> Credentials.read(certificate, key))
        .isInstanceOfSatisfying(
            PemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }
}
