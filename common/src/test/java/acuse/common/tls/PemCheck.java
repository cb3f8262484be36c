package acuse.common.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.tls.PemException.Problem;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Holds {@link PemFile} and {@link Credentials} against a second reader of the form, which looks
 * for one block after the other by hand.
 */
public final class PemCheck {
  private static final int MAX_PARTS = 8;
  private static final int MAX_DAMAGES = 2;

  // openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -subj /CN=fuzz
  private static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBdTCCARugAwIBAgIUX6NeQS/Oo9G5Svm541IgR/K6JIwwCgYIKoZIzj0EAwIw
      DzENMAsGA1UEAwwEZnV6ejAgFw0yNjExMjUwOTI1MDVaGA8yMTI2MTEwMTA5MjUw
      NVowDzENMAsGA1UEAwwEZnV6ejBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNw4
      UUT8vZDlN28oGeXrY/rcwZsiGGhKDIB22/pwrfsUEqdBhUZyLUu9QgpJvvYJEkHf
      kpXzi9yVJdhKdewNEr6jUzBRMB0GA1UdDgQWBBRaqxhA34/I6ghXxIX18vNr9QFY
      lzAfBgNVHSMEGDAWgBRaqxhA34/I6ghXxIX18vNr9QFYlzAPBgNVHRMBAf8EBTAD
      AQH/MAoGCCqGSM49BAMCA0gAMEUCIQDqt/4th6shWFjilfRN1xBI8obdGxrT5tip
      gmFevPF06QIgbz9EhO7eqHoJAhEZw3UstUz+tsTiKlQuiOStdYmDXso=
      -----END CERTIFICATE-----
      """;

  private static final String KEY =
      """
      -----BEGIN PRIVATE KEY-----
      MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgi7cT+rW1n4kynV8a
      ObcEX/auNcF6tv90UIvsT4nxZTihRANCAATcOFFE/L2Q5TdvKBnl62P63MGbIhho
      SgyAdtv6cK37FBKnQYVGci1LvUIKSb72CRJB35KV84vclSXYSnXsDRK+
      -----END PRIVATE KEY-----
      """;

  private static final String[] PARTS = {
    CERTIFICATE,
    CERTIFICATE,
    CERTIFICATE.replace("\n", "\r\n"),
    CERTIFICATE.substring(0, 400),
    CERTIFICATE.substring(300),
    KEY,
    KEY,
    KEY.replace("\n", ""),
    KEY.replace("PRIVATE", "ENCRYPTED PRIVATE"),
    KEY.replace("PRIVATE", "EC PRIVATE"),
    KEY.substring(0, 100),
    KEY.substring(100),
    "-----BEGIN CERTIFICATE-----",
    "-----END CERTIFICATE-----",
    "-----BEGIN PRIVATE KEY-----",
    "-----END PRIVATE KEY-----",
    "-----BEGIN ",
    "-----",
    "AAAA",
    "Proc-Type: 4,ENCRYPTED\n",
    "Subject: CN=fuzz\n",
    "ñ=\n"
  };

  private record Block(String label, String body, boolean whole) {}

  /** The certificates in their encoded form, or the reason why there are none. */
  private record Outcome(List<String> found, Problem problem) {
    static Outcome of(Problem problem) {
      return new Outcome(List.of(), problem);
    }
  }

  private PemCheck() {}

  /**
   * Puts together a file, damages it at times, and checks it.
   *
   * @param below makes all choices: a number from 0 to what it is given, less one
   */
  public static void check(IntUnaryOperator below) throws Exception {
    StringBuilder text = new StringBuilder();
    for (int parts = below.applyAsInt(MAX_PARTS); parts > 0; parts--) {
      text.append(PARTS[below.applyAsInt(PARTS.length)]);
    }
    for (int damages = below.applyAsInt(MAX_DAMAGES + 1); damages > 0; damages--) {
      if (!text.isEmpty()) {
        text.setCharAt(below.applyAsInt(text.length()), (char) below.applyAsInt(256));
      }
    }
    check(text.toString().getBytes(ISO_8859_1));
  }

  /** Fails unless both readers find the same certificates and the same key, or the same problem. */
  public static void check(byte[] file) throws Exception {
    String text = new String(file, ISO_8859_1);
    Path path = Path.of("checked.pem");
    PemFile pem = new PemFile(path, text);
    List<Block> blocks = blocks(text);
    Outcome certificates = certificates(pem);
    assertThat(certificates).isEqualTo(certificatesOf(blocks));
    Outcome key = key(pem);
    assertThat(key).isEqualTo(keyOf(blocks));
    if (certificates.problem == null && key.problem == null) {
      checkCredentials(file, certificates, key);
    }
  }

  /**
   * Reads a file that is too large for the model: that ends, in time and without other failures.
   */
  public static void checkLarge(byte[] file) {
    PemFile pem = new PemFile(Path.of("large.pem"), new String(file, ISO_8859_1));
    certificates(pem);
    key(pem);
  }

  /** Reads key and certificates from one file. Either they are those, or a problem is named. */
  private static void checkCredentials(byte[] file, Outcome certificates, Outcome key)
      throws Exception {
    Path path = Files.createTempFile("acuse", ".pem");
    try {
      Files.write(path, file);
      Credentials read = Credentials.read(path, path);
      List<String> chain = new ArrayList<>();
      for (X509Certificate certificate : read.chain()) {
        chain.add(hex(certificate.getEncoded()));
      }
      assertThat(chain).isEqualTo(certificates.found);
      assertThat(read.key().getAlgorithm())
          .isEqualTo(read.chain().get(0).getPublicKey().getAlgorithm());
      assertThat(key.found).hasSize(1);
    } catch (PemException e) {
      assertThat(e.problem())
          .isIn(Problem.BROKEN_CHAIN, Problem.WEAK_CERTIFICATE, Problem.BAD_KEY, Problem.OTHER_KEY);
    } finally {
      Files.delete(path);
    }
  }

  private static Outcome certificates(PemFile pem) {
    try {
      List<String> found = new ArrayList<>();
      for (X509Certificate certificate : pem.certificates()) {
        found.add(hex(certificate.getEncoded()));
      }
      return new Outcome(found, null);
    } catch (PemException e) {
      return Outcome.of(e.problem());
    } catch (CertificateException e) {
      throw new AssertionError(e);
    }
  }

  private static Outcome key(PemFile pem) {
    try {
      return new Outcome(List.of(hex(pem.privateKey())), null);
    } catch (PemException e) {
      return Outcome.of(e.problem());
    }
  }

  private static Outcome certificatesOf(List<Block> blocks) {
    List<String> found = new ArrayList<>();
    for (Block block : blocks) {
      if (!block.label.equals("CERTIFICATE")) {
        continue;
      }
      try {
        found.add(
            hex(
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(decode(block)))
                    .getEncoded()));
      } catch (CertificateException | IllegalArgumentException e) {
        return Outcome.of(Problem.BAD_CERTIFICATE);
      }
    }
    return found.isEmpty() ? Outcome.of(Problem.NO_CERTIFICATE) : new Outcome(found, null);
  }

  private static Outcome keyOf(List<Block> blocks) {
    for (Block block : blocks) {
      if (block.label.endsWith("PRIVATE KEY")) {
        if (block.label.startsWith("ENCRYPTED") || block.body.contains("ENCRYPTED")) {
          return Outcome.of(Problem.ENCRYPTED_KEY);
        }
        if (!block.label.equals("PRIVATE KEY")) {
          return Outcome.of(Problem.OLD_KEY_FORM);
        }
        try {
          return new Outcome(List.of(hex(decode(block))), null);
        } catch (IllegalArgumentException e) {
          return Outcome.of(Problem.BAD_KEY);
        }
      }
    }
    return Outcome.of(Problem.NO_KEY);
  }

  private static byte[] decode(Block block) {
    if (!block.whole) {
      throw new IllegalArgumentException("not whole");
    }
    return Base64.getMimeDecoder().decode(block.body.getBytes(ISO_8859_1));
  }

  /** From each begin to the next begin or end; whole if that is an end with the same label. */
  private static List<Block> blocks(String text) {
    List<Block> blocks = new ArrayList<>();
    String label = null;
    int bodyStart = 0;
    for (int at = 0; at < text.length(); ) {
      String begun = labelAt(text, at, "-----BEGIN ");
      String ended = labelAt(text, at, "-----END ");
      if (begun == null && ended == null) {
        at++;
        continue;
      }
      if (label != null) {
        blocks.add(new Block(label, text.substring(bodyStart, at), label.equals(ended)));
      }
      label = begun;
      at += begun != null ? 16 + begun.length() : 14 + ended.length();
      bodyStart = at;
    }
    if (label != null) {
      blocks.add(new Block(label, text.substring(bodyStart), false));
    }
    return blocks;
  }

  /** The label of the line that starts at {@code at} with {@code start}, or null. */
  private static String labelAt(String text, int at, String start) {
    if (!text.startsWith(start, at)) {
      return null;
    }
    int from = at + start.length();
    int to = from;
    while (to < text.length() && isOfLabel(text.charAt(to))) {
      to++;
    }
    return to > from && text.startsWith("-----", to) ? text.substring(from, to) : null;
  }

  private static boolean isOfLabel(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ';
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
