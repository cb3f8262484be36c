package acuse.common.tls;

import acuse.common.tls.PemException.Problem;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds what is wrong with a chain before anybody has to be shown it: a key store refuses one whose
 * certificates do not belong together, and so does every peer.
 *
 * <pre>
 * Prueba, issued by Intermedia  ←signed─  Intermedia, issued by Raíz  ←signed─  Raíz
 * </pre>
 */
final class ChainCheck {
  private ChainCheck() {}

  /**
   * Returns if each certificate is signed by the next one, none is there twice, and Java, which may
   * be at the other end, too, would not refuse their kind.
   *
   * @param file where they are from
   */
  static void check(List<X509Certificate> chain, Path file) throws PemException {
    boolean sound = new HashSet<>(chain).size() == chain.size();
    for (int i = 1; i < chain.size(); i++) {
      sound = sound && isIssuedBy(chain.get(i - 1), chain.get(i));
    }
    if (!sound) {
      throw new PemException(Problem.BROKEN_CHAIN, file);
    }
    if (isTooWeak(chain.get(0))) {
      throw new PemException(Problem.WEAK_CERTIFICATE, file);
    }
  }

  private static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
    if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /**
   * Whether the settings of Java's own path validation refuse the key or the signature. It says so
   * before it verifies that signature, which these pretend to be the certificate's own.
   */
  private static boolean isTooWeak(X509Certificate certificate) {
    try {
      PKIXParameters settings =
          new PKIXParameters(
              Set.of(
                  new TrustAnchor(
                      certificate.getIssuerX500Principal(), certificate.getPublicKey(), null)));
      settings.setRevocationEnabled(false);
      CertPathValidator.getInstance("PKIX")
          .validate(
              CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate)),
              settings);
      return false;
    } catch (CertPathValidatorException e) {
      return e.getReason() == BasicReason.ALGORITHM_CONSTRAINED;
    } catch (GeneralSecurityException e) {
      return false; // nothing that Java's settings could refuse
    }
  }
}
