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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
  private static final PSSParameterSpec SHA384 =
      new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA384, 48, 1);

  // openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:secp256k1 -noenc -subj /CN=k1
  private static final String SECP256K1_CERTIFICATE =
      """
      MIIBbTCCARSgAwIBAgIUcKlngfW91xSkE04n1QP7YhmXOMowCgYIKoZIzj0EAwIw
      DTELMAkGA1UEAwwCazEwIBcNMjYxMTIyMDc0NjEzWhgPMjEyNjEwMjkwNzQ2MTNa
      MA0xCzAJBgNVBAMMAmsxMFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEhx3GFD0ufvAz
      16RgqxUEzpkggi6drlrzq5UEUCoUJy/F08KPI+wosaVaQPMtZCAbSyECAkuxDXad
      FoUnGgYSy6NTMFEwHQYDVR0OBBYEFBUPXW1xxOJaQHmQsYjaXK1/s+tmMB8GA1Ud
      IwQYMBaAFBUPXW1xxOJaQHmQsYjaXK1/s+tmMA8GA1UdEwEB/wQFMAMBAf8wCgYI
      KoZIzj0EAwIDRwAwRAIgQuevmg41ucpum4o4/5flSMpyNRLGeByiMX8lEyEtFjkC
      IEZCGel0gjxiL+b7L5qwdyZ4rRvFj09NNzDQncuteWaX
      """;

  private static final String SECP256K1_KEY =
      """
      MIGEAgEAMBAGByqGSM49AgEGBSuBBAAKBG0wawIBAQQg1DoZf1WzueXZL1ZjJx8K
      bOw0HueDIa93sOwhlPqOij2hRANCAASHHcYUPS5+8DPXpGCrFQTOmSCCLp2uWvOr
      lQRQKhQnL8XTwo8j7CixpVpA8y1kIBtLIQICS7ENdp0WhScaBhLL
      """;

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
  void aByteOrderMarkIsForPeopleToo() throws Exception {
    for (Path file : List.of(issued.certificate(), issued.key())) {
      Files.writeString(file, "\ufeff" + Files.readString(file));
    }
    assertThat(Credentials.read(issued.certificate(), issued.key()).chain())
        .containsExactly(issued.bundle().getCertificate());
    assertThat(PemFile.readCertificates(issued.certificate())).hasSize(1);
  }

  @Test
  void aFileInUtf16HasNothingInIt() throws Exception {
    Path file = folder.resolve("utf16.pem");
    Files.writeString(file, Files.readString(issued.certificate()), StandardCharsets.UTF_16);
    assertProblem(Problem.NO_CERTIFICATE, file, issued.key());
    assertProblem(Problem.NO_KEY, issued.certificate(), file);
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

  /** They belong together, so nobody is to look for another one. */
  @ParameterizedTest
  @ValueSource(strings = {"X25519", "DSA"})
  void aKeyOfAKindThatIsNotSupportedIsSaidToBeOne(String kind) throws Exception {
    Issued unsupported = issuedTo(KeyPairGenerator.getInstance(kind));
    assertProblem(Problem.BAD_KEY, unsupported.certificate(), unsupported.key());
  }

  /** Java reads it, and cannot sign with it. */
  @Test
  void aKeyOnACurveThatIsNotSupportedIsSaidToBeOne() throws Exception {
    assertProblem(
        Problem.BAD_KEY,
        block("secp256k1.pem", "CERTIFICATE", SECP256K1_CERTIFICATE),
        block("secp256k1.key", "PRIVATE KEY", SECP256K1_KEY));
  }

  @Test
  void aKeyForPssSignaturesIsRead() throws Exception {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSASSA-PSS");
    keys.initialize(2048);
    Issued pss = issuedTo(keys);
    assertThat(Credentials.read(pss.certificate(), pss.key()).chain()).hasSize(1);
    keys.initialize(new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4, SHA384));
    Issued choosy = issuedTo(keys);
    assertThat(Credentials.read(choosy.certificate(), choosy.key()).chain()).hasSize(1);
    assertProblem(Problem.OTHER_KEY, pss.certificate(), issuedTo(keys).key());
  }

  private Issued issuedTo(KeyPairGenerator keys) throws Exception {
    KeyPair pair = keys.generateKeyPair();
    return authority.issue(certificate -> certificate.keyPair(pair));
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

  /** Clients would refuse it anyway, each with a riddle. */
  @ParameterizedTest
  @CsvSource({"512, true", "1024, false", "2048, false"})
  void aCertificateThatJavaFindsTooWeakIsRefused(int bits, boolean refused) throws Exception {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(bits);
    Issued rsa = issuedTo(keys);
    if (refused) {
      assertProblem(Problem.WEAK_CERTIFICATE, rsa.certificate(), rsa.key());
    } else {
      assertThat(Credentials.read(rsa.certificate(), rsa.key()).chain()).hasSize(1);
    }
  }

  @Test
  void aCertificateThatHasExpiredIsNotTooWeak() throws Exception {
    Issued expired =
        authority.issue(
            certificate ->
                certificate.notBefore(Instant.EPOCH).notAfter(Instant.EPOCH.plusSeconds(1)));
    assertThat(Credentials.read(expired.certificate(), expired.key()).chain()).hasSize(1);
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
