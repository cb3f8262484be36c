package acuse.server.forward;

import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.util.Locale;

/**
 * Why a target could not be reached.
 *
 * @param reason what is known of it
 * @param words the system's own, for {@link Reason#OTHER}
 */
public record TargetFailure(Reason reason, String words) {
  /** Kinds of failures. */
  public enum Reason {
    /** Nobody listens on the target's port. */
    REFUSED,
    /** The target did not answer in time. */
    TIMEOUT,
    /** No way leads to the target's address. */
    UNREACHABLE,
    /** This process may open no more sockets. */
    TOO_MANY_FILES,
    /** Anything else. */
    OTHER
  }

  /** Tells by an error of a connection; libraries put the system's words into their own. */
  public static TargetFailure of(Throwable error) {
    String words = String.valueOf(error.getMessage());
    String lower = words.toLowerCase(Locale.ROOT);
    return new TargetFailure(reason(error, lower), words);
  }

  private static Reason reason(Throwable error, String lower) {
    if (lower.contains("timed out")) {
      return Reason.TIMEOUT;
    }
    if (lower.contains("too many open files")) {
      return Reason.TOO_MANY_FILES;
    }
    if (error instanceof PortUnreachableException || lower.contains("refused")) {
      return Reason.REFUSED;
    }
    if (error instanceof NoRouteToHostException
        || lower.contains("unreachable")
        || lower.contains("no route")) {
      return Reason.UNREACHABLE;
    }
    return Reason.OTHER;
  }
}
