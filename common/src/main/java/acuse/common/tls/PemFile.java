package acuse.common.tls;

import acuse.common.tls.PemException.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of certificates or keys in text form (RFC 7468). Text between the blocks is ignored.
 *
 * <pre>
 * -----BEGIN CERTIFICATE-----
 * MIIBszCCAVmgAwIBAgIUe…
 * -----END CERTIFICATE-----
 * </pre>
 */
public final class PemFile {
  /** A bundle of all public authorities has a quarter of this. */
  private static final int MAX_BYTES = 1 << 20;

  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String PKCS8_KEY = "PRIVATE KEY";

  private static final Pattern BOUNDARY = Pattern.compile("-----(BEGIN|END) ([A-Z0-9 ]+)-----");

  /**
   * The lines from one BEGIN to the next boundary.
   *
   * @param isWhole whether that is its own END; otherwise the file has been cut off or mixed up
   */
  private record Block(String label, String body, boolean isWhole) {
    boolean isKey() {
      return label.endsWith(PKCS8_KEY);
    }

    /** The label says so, or in old forms a header does. */
    boolean isEncrypted() {
      return label.startsWith("ENCRYPTED") || body.contains("ENCRYPTED");
    }
  }

  private final Path path;
  private final List<Block> blocks = new ArrayList<>();

  PemFile(Path path, String text) {
    this.path = path;
    Matcher boundary = BOUNDARY.matcher(text);
    String label = null;
    int bodyStart = 0;
    while (boundary.find()) { // one pass, whatever the file is: no END is searched for
      boolean begins = boundary.group(1).equals("BEGIN");
      if (label != null) {
        boolean isWhole = !begins && boundary.group(2).equals(label);
        blocks.add(new Block(label, text.substring(bodyStart, boundary.start()), isWhole));
      }
      label = begins ? boundary.group(2) : null;
      bodyStart = boundary.end();
    }
    if (label != null) {
      blocks.add(new Block(label, text.substring(bodyStart), false));
    }
  }

  /** Reads the certificates in a file; at least one. */
  public static List<X509Certificate> readCertificates(Path path) throws PemException {
    return read(path).certificates();
  }

  static PemFile read(Path path) throws PemException {
    try (InputStream in = Files.newInputStream(path)) {
      return new PemFile(path, new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new PemException(Problem.UNREADABLE, path);
    }
  }

  List<X509Certificate> certificates() throws PemException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks) {
      if (block.label.equals(CERTIFICATE)) {
        certificates.add(certificate(block));
      }
    }
    if (certificates.isEmpty()) {
      throw new PemException(Problem.NO_CERTIFICATE, path);
    }
    return certificates;
  }

  /** The first private key, in the form of PKCS#8 (RFC 5958). */
  byte[] privateKey() throws PemException {
    Block key =
        blocks.stream()
            .filter(Block::isKey)
            .findFirst()
            .orElseThrow(() -> new PemException(Problem.NO_KEY, path));
    if (key.isEncrypted()) {
      throw new PemException(Problem.ENCRYPTED_KEY, path);
    }
    if (!key.label.equals(PKCS8_KEY)) {
      throw new PemException(Problem.OLD_KEY_FORM, path);
    }
    try {
      return decode(key);
    } catch (IllegalArgumentException e) {
      throw new PemException(Problem.BAD_KEY, path);
    }
  }

  private X509Certificate certificate(Block block) throws PemException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(decode(block)));
    } catch (CertificateException | IllegalArgumentException e) {
      throw new PemException(Problem.BAD_CERTIFICATE, path);
    }
  }

  private static byte[] decode(Block block) {
    if (!block.isWhole) {
      throw new IllegalArgumentException("no END label=" + block.label);
    }
    return Base64.getMimeDecoder().decode(block.body);
  }
}
