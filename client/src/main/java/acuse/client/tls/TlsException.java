package acuse.client.tls;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Map;

/** TLS with the peer failed. Its reason is for people; nobody needs its stack. */
public final class TlsException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Why TLS did not come about, or did not last. */
  public enum Problem {
    /** No authority that we trust issued the server's certificate. */
    NOT_TRUSTED,
    /** The server's certificate is too old. */
    EXPIRED,
    /** The server's certificate is not valid yet, or a clock is wrong. */
    NOT_YET_VALID,
    /** The server's certificate is somebody else's. */
    OTHER_NAME,
    /** The two know no version or no ciphers in common. */
    NOTHING_IN_COMMON,
    /** The server does not speak TLS. */
    NOT_SPOKEN,
    /** The server asks for a client certificate, and we showed none. */
    CERTIFICATE_WANTED,
    /** The server does not like the certificate that we showed. */
    CERTIFICATE_REFUSED,
    /** The server closed the connection instead of agreeing. */
    BROKEN_OFF,
    /** The server did not agree in time. */
    NO_ANSWER,
    /** The connection ended without the server saying so: what came last may be cut. */
    CUT,
    /** Anything else; the details say what. */
    OTHER
  }

  /** How the JDK words an alert that came; its name follows. */
  private static final String ALERT = "Received fatal alert: ";

  /** The JDK has few exceptions for many failures, and tells them apart in words. */
  private static final Map<String, Problem> BY_WORDS =
      Map.of(
          "No name matching",
          Problem.OTHER_NAME,
          "No subject alternative",
          Problem.OTHER_NAME,
          "unrecognized SSL message",
          Problem.NOT_SPOKEN,
          "protocol version",
          Problem.NOTHING_IN_COMMON,
          "No appropriate protocol",
          Problem.NOTHING_IN_COMMON,
          ALERT + "protocol_version",
          Problem.NOTHING_IN_COMMON,
          ALERT + "handshake_failure",
          Problem.NOTHING_IN_COMMON,
          ALERT + "insufficient_security",
          Problem.NOTHING_IN_COMMON);

  private final Problem problem;

  private TlsException(Problem problem, String details) {
    super(details);
    this.problem = problem;
  }

  /** A handshake that ended with {@code failure}. */
  static TlsException ofHandshake(IOException failure, boolean showedCertificate) {
    Problem problem = ofCertificates(failure);
    if (problem == null) {
      problem = ofWords(String.valueOf(failure.getMessage()), showedCertificate);
    }
    if (problem == null) {
      problem = isEnd(failure) ? Problem.BROKEN_OFF : Problem.OTHER;
    }
    return new TlsException(problem, failure.getMessage());
  }

  /**
   * A connection that broke with {@code failure}. With TLS 1.3 a server looks at the client's
   * certificate, or its lack, when the client takes the handshake for done.
   */
  static TlsException ofConnection(IOException failure, boolean showedCertificate) {
    String words = String.valueOf(failure.getMessage());
    Problem problem = words.contains(ALERT) ? ofWords(words, showedCertificate) : null;
    return new TlsException(problem == null ? Problem.CUT : problem, words);
  }

  static TlsException noAnswer() {
    return new TlsException(Problem.NO_ANSWER, "");
  }

  public Problem problem() {
    return problem;
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }

  private static Problem ofCertificates(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException || hasReason(cause, BasicReason.EXPIRED)) {
        return Problem.EXPIRED;
      }
      if (cause instanceof CertificateNotYetValidException
          || hasReason(cause, BasicReason.NOT_YET_VALID)) {
        return Problem.NOT_YET_VALID;
      }
      if (cause instanceof CertPathBuilderException) {
        return Problem.NOT_TRUSTED;
      }
      if (cause instanceof CertificateException && cause.getCause() == null) {
        Problem problem = ofWords(String.valueOf(cause.getMessage()), false);
        return problem == null ? Problem.NOT_TRUSTED : problem;
      }
    }
    return null;
  }

  private static boolean hasReason(Throwable cause, BasicReason reason) {
    return cause instanceof CertPathValidatorException path && path.getReason() == reason;
  }

  private static Problem ofWords(String words, boolean showedCertificate) {
    for (Map.Entry<String, Problem> known : BY_WORDS.entrySet()) {
      if (words.contains(known.getKey())) {
        return known.getValue();
      }
    }
    int alertAt = words.indexOf(ALERT); // newer JDKs put its name in front, too
    if (alertAt >= 0) {
      String alert = words.substring(alertAt + ALERT.length());
      if (alert.contains("certificate") || alert.equals("unknown_ca")) {
        return showedCertificate ? Problem.CERTIFICATE_REFUSED : Problem.CERTIFICATE_WANTED;
      }
    }
    return null;
  }

  private static boolean isEnd(Throwable failure) {
    return failure instanceof SocketException
        || failure instanceof EOFException
        || failure.getCause() instanceof EOFException
        || failure.getCause() instanceof SocketException;
  }
}
