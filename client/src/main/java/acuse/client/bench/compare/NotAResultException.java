package acuse.client.bench.compare;

import acuse.common.text.FileName;
import acuse.common.text.Texts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** A file holds no result that can be compared. Nobody needs its stack. */
public final class NotAResultException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The problem with the file. */
  public enum Problem {
    UNREADABLE,
    /** It is longer than any result. */
    TOO_LONG,
    /** Some line of it is not an object of JSON. */
    NOT_JSON,
    NO_SCHEMA,
    /** A line names a schema that this version does not read. */
    OTHER_SCHEMA,
    /** A member is missing, or not what it should be. */
    DAMAGED,
    /** It has no line {@code end}: the run was not finished. */
    NO_END
  }

  private final Problem problem;
  private final transient Path file;
  private final String detail;

  NotAResultException(Problem problem, Path file, String detail) {
    super("problem=" + problem + " file=" + file + " detail=" + detail);
    this.problem = problem;
    this.file = file;
    this.detail = detail;
  }

  Problem problem() {
    return problem;
  }

  /** A sentence with the name of the file. */
  public String describe(Texts language) {
    return Texts.of(NotAResultException.class, language.language())
        .text("file." + problem.name().toLowerCase(Locale.ROOT), FileName.shown(file), detail);
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
