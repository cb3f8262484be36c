package acuse.common.tls;

import acuse.common.tls.PemException.Problem;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;

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
   * Returns if each certificate is signed by the next one, and none is there twice.
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
}
