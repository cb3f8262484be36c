package acuse.common.tls;

import acuse.common.tls.PemException.Problem;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/**
 * The certificate that one side of a TLS connection shows, and its private key.
 *
 * @param key the private key
 * @param chain the key's certificate, and after it those of its issuers; not empty
 */
public record Credentials(PrivateKey key, List<X509Certificate> chain) {
  private static final String RSA_PSS = "RSASSA-PSS";

  public Credentials {
    chain = List.copyOf(chain);
  }

  /**
   * Reads both from files, which may be one.
   *
   * @throws PemException if that cannot be done, if the certificates are no chain, or if the key is
   *     another certificate's: so a renewal of which only one file is written yet is noticed
   */
  public static Credentials read(Path certificates, Path key) throws PemException {
    List<X509Certificate> chain = PemFile.readCertificates(certificates);
    ChainCheck.check(chain, certificates);
    PublicKey publicKey = chain.get(0).getPublicKey();
    PrivateKey privateKey = privateKey(key, publicKey.getAlgorithm());
    try {
      if (!belongTogether(privateKey, publicKey)) {
        throw new PemException(Problem.OTHER_KEY, key);
      }
    } catch (GeneralSecurityException e) {
      throw new PemException(Problem.BAD_KEY, key); // of a kind that cannot sign
    }
    return new Credentials(privateKey, chain);
  }

  private static PrivateKey privateKey(Path file, String algorithm) throws PemException {
    PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(PemFile.read(file).privateKey());
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
    } catch (InvalidKeySpecException e) {
      throw new PemException(isAnyKey(encoded) ? Problem.OTHER_KEY : Problem.BAD_KEY, file);
    } catch (GeneralSecurityException e) {
      throw new PemException(Problem.BAD_KEY, file);
    }
  }

  private static boolean isAnyKey(PKCS8EncodedKeySpec encoded) {
    for (String algorithm : List.of("RSA", "EC", "EdDSA", RSA_PSS)) {
      try {
        KeyFactory.getInstance(algorithm).generatePrivate(encoded);
        return true;
      } catch (GeneralSecurityException e) {
        // Not of this kind.
      }
    }
    return false;
  }

  /** Whether the certificate's key verifies a signature of the private key. */
  private static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey)
      throws GeneralSecurityException {
    if (publicKey.getAlgorithm().equals(RSA_PSS)) { // its signatures need parameters
      return ((RSAKey) publicKey).getModulus().equals(((RSAKey) privateKey).getModulus());
    }
    byte[] anything = {1};
    Signature signature = Signature.getInstance(signatureAlgorithm(publicKey));
    signature.initSign(privateKey);
    signature.update(anything);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(anything);
    try {
      return signature.verify(signed);
    } catch (SignatureException e) {
      return false; // not even as long as it should be
    }
  }

  /** The kinds of key that TLS knows; the key factories know some more. */
  private static String signatureAlgorithm(PublicKey key) throws NoSuchAlgorithmException {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      case "EdDSA" -> "EdDSA";
      default -> throw new NoSuchAlgorithmException(key.getAlgorithm());
    };
  }
}
