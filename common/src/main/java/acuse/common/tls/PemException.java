package acuse.common.tls;

import acuse.common.text.Texts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** A file does not hold the certificates or the key that it should. Nobody needs its stack. */
public final class PemException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The problem with the file. */
  public enum Problem {
    UNREADABLE,
    NO_CERTIFICATE,
    BAD_CERTIFICATE,
    /** A certificate is not signed by the next one, or is there twice. */
    BROKEN_CHAIN,
    /** Java's settings refuse its key or its signature (jdk.certpath.disabledAlgorithms). */
    WEAK_CERTIFICATE,
    NO_KEY,
    BAD_KEY,
    /** Nobody is there to type the password. */
    ENCRYPTED_KEY,
    /** PKCS#1 or SEC 1, which Java does not read. */
    OLD_KEY_FORM,
    /** It is a key, but not the certificate's. */
    OTHER_KEY;

    /** Whether it is about a key, where one file holds key and certificates. */
    public boolean isOfKey() {
      return this == NO_KEY
          || this == BAD_KEY
          || this == ENCRYPTED_KEY
          || this == OLD_KEY_FORM
          || this == OTHER_KEY
          || this == UNREADABLE;
    }
  }

  private final Problem problem;
  private final transient Path file;

  PemException(Problem problem, Path file) {
    super("problem=" + problem + " file=" + file);
    this.problem = problem;
    this.file = file;
  }

  public Problem problem() {
    return problem;
  }

  public Path file() {
    return file;
  }

  /** A sentence about the file, without its name, in the language of {@code texts}. */
  public String describe(Texts texts) {
    return Texts.of(PemException.class, texts.language())
        .text("pem." + problem.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
