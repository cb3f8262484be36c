package acuse.common.testing;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Somebody who issues certificates for tests, and leaves them in files as openssl does. */
public final class TestAuthority {
  /**
   * A certificate that was issued.
   *
   * @param certificate its file, PEM
   * @param key its key's file, PEM, PKCS#8
   */
  public record Issued(Path certificate, Path key, X509Bundle bundle) {}

  private final Path folder;
  private final String name;
  private final X509Bundle root;
  private final Path certificate;
  private int issued;

  /** Leaves files in {@code folder}. */
  public TestAuthority(Path folder, String name) throws Exception {
    this.folder = folder;
    this.name = name;
    this.root =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=" + name)
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    this.certificate = Files.writeString(folder.resolve(name + ".pem"), root.getCertificatePEM());
  }

  /** The file of its own certificate. */
  public Path certificate() {
    return certificate;
  }

  public X509Bundle root() {
    return root;
  }

  /** For a server on this machine. */
  public Issued forLocalhost() throws Exception {
    return issue(TestAuthority::localhost);
  }

  /** A certificate with {@code content} and a P-256 key. */
  public Issued issue(UnaryOperator<CertificateBuilder> content) throws Exception {
    X509Bundle bundle =
        content.apply(new CertificateBuilder().ecp256().subject("CN=Prueba")).buildIssuedBy(root);
    String file = name + ++issued;
    return new Issued(
        Files.writeString(folder.resolve(file + ".pem"), bundle.getCertificatePEM()),
        Files.writeString(folder.resolve(file + ".key"), bundle.getPrivateKeyPEM()),
        bundle);
  }

  /** The names of this machine. */
  public static CertificateBuilder localhost(CertificateBuilder certificate) {
    return certificate
        .addSanDnsName("localhost")
        .addSanIpAddress("127.0.0.1")
        .addSanIpAddress("::1");
  }
}
