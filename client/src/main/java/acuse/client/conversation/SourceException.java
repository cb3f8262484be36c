package acuse.client.conversation;

import java.io.IOException;
import java.util.Locale;

/** Our own sockets cannot be bound where they are to be. Nobody needs its stack. */
public final class SourceException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Why they cannot. */
  public enum Problem {
    /** No address has this name. */
    UNKNOWN,
    /** It is no address of this machine. */
    NOT_OURS,
    /** Another socket has the port. */
    IN_USE,
    /** The system gives this port only to others. */
    NOT_ALLOWED,
    /** The server has no address of the same kind, IPv4 or IPv6. */
    OTHER_KIND,
    /** Anything else; the message says what. */
    OTHER
  }

  private final Problem problem;

  private SourceException(Problem problem, String details) {
    super(details);
    this.problem = problem;
  }

  public static SourceException of(Problem problem) {
    return new SourceException(problem, "problem=" + problem);
  }

  /** A bind, or the connect that came after it, failed: the JDK tells in words why. */
  public static SourceException of(IOException failure) {
    String words = String.valueOf(failure.getMessage());
    String lowerCase = words.toLowerCase(Locale.ROOT);
    if (lowerCase.contains("in use")) {
      return new SourceException(Problem.IN_USE, words);
    }
    if (lowerCase.contains("assign requested")) {
      return new SourceException(Problem.NOT_OURS, words);
    }
    return new SourceException(
        lowerCase.contains("permission") ? Problem.NOT_ALLOWED : Problem.OTHER, words);
  }

  public Problem problem() {
    return problem;
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
