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

  /** How the JDK words an alert that came; its name follows. */
  private static final String ALERT = "Received fatal alert: ";

  /** The JDK has few exceptions for many failures, and tells them apart in words. */
  private static final Map<String, TlsProblem> BY_WORDS =
      Map.of(
          "No name matching",
          TlsProblem.OTHER_NAME,
          "No subject alternative",
          TlsProblem.OTHER_NAME,
          "unrecognized SSL message",
          TlsProblem.NOT_SPOKEN,
          "protocol version",
          TlsProblem.NOTHING_IN_COMMON,
          "No appropriate protocol",
          TlsProblem.NOTHING_IN_COMMON,
          ALERT + "protocol_version",
          TlsProblem.NOTHING_IN_COMMON,
          ALERT + "handshake_failure",
          TlsProblem.NOTHING_IN_COMMON,
          ALERT + "insufficient_security",
          TlsProblem.NOTHING_IN_COMMON);

  private final TlsProblem problem;

  private TlsException(TlsProblem problem, String details) {
    super(details);
    this.problem = problem;
  }

  /** A handshake that ended with {@code failure}. */
  static TlsException ofHandshake(IOException failure, boolean showedCertificate) {
    TlsProblem problem = ofCertificates(failure);
    if (problem == null) {
      problem = ofWords(String.valueOf(failure.getMessage()), showedCertificate);
    }
    if (problem == null) {
      problem = isEnd(failure) ? TlsProblem.BROKEN_OFF : TlsProblem.OTHER;
    }
    return new TlsException(problem, failure.getMessage());
  }

  /**
   * A connection that broke with {@code failure}. With TLS 1.3 a server looks at the client's
   * certificate, or its lack, when the client takes the handshake for done.
   */
  static TlsException ofConnection(IOException failure, boolean showedCertificate) {
    String words = String.valueOf(failure.getMessage());
    TlsProblem problem = words.contains(ALERT) ? ofWords(words, showedCertificate) : null;
    return new TlsException(problem == null ? TlsProblem.CUT : problem, words);
  }

  static TlsException noAnswer() {
    return new TlsException(TlsProblem.NO_ANSWER, "");
  }

  public TlsProblem problem() {
    return problem;
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }

  private static TlsProblem ofCertificates(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException || hasReason(cause, BasicReason.EXPIRED)) {
        return TlsProblem.EXPIRED;
      }
      if (cause instanceof CertificateNotYetValidException
          || hasReason(cause, BasicReason.NOT_YET_VALID)) {
        return TlsProblem.NOT_YET_VALID;
      }
      if (cause instanceof CertPathBuilderException) {
        return TlsProblem.NOT_TRUSTED;
      }
      if (cause instanceof CertificateException && cause.getCause() == null) {
        TlsProblem problem = ofWords(String.valueOf(cause.getMessage()), false);
        return problem == null ? TlsProblem.NOT_TRUSTED : problem;
      }
    }
    return null;
  }

  private static boolean hasReason(Throwable cause, BasicReason reason) {
    return cause instanceof CertPathValidatorException path && path.getReason() == reason;
  }

  private static TlsProblem ofWords(String words, boolean showedCertificate) {
    for (Map.Entry<String, TlsProblem> known : BY_WORDS.entrySet()) {
      if (words.contains(known.getKey())) {
        return known.getValue();
      }
    }
    int alertAt = words.indexOf(ALERT); // newer JDKs put its name in front, too
    if (alertAt >= 0) {
      String alert = words.substring(alertAt + ALERT.length());
      if (alert.contains("certificate") || alert.equals("unknown_ca")) {
        return showedCertificate ? TlsProblem.CERTIFICATE_REFUSED : TlsProblem.CERTIFICATE_WANTED;
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
