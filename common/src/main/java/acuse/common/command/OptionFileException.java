package acuse.common.command;

/** A file of options cannot be taken as one. Nobody needs its stack. */
final class OptionFileException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The problem, and the sentence that describes it. */
  enum Problem {
    UNREADABLE("usage.file"),
    NOT_UTF8("usage.file.notUtf8"),
    /** It has a NUL, as text in UTF-16 does. */
    NOT_TEXT("usage.file.notText"),
    CIRCLE("usage.file.circle"),
    TOO_LONG("usage.file.tooLong"),
    TOO_DEEP("usage.file.tooDeep");

    private final String textKey;

    Problem(String textKey) {
      this.textKey = textKey;
    }

    String textKey() {
      return textKey;
    }
  }

  private final Problem problem;
  private final String file;
  private final long detail;

  /**
   * @param detail the number that the sentence names besides the file: a line, from 1, or a limit
   */
  OptionFileException(Problem problem, String file, long detail) {
    super("problem=" + problem + " file=" + file + " detail=" + detail, null, false, false);
    this.problem = problem;
    this.file = file;
    this.detail = detail;
  }

  Problem problem() {
    return problem;
  }

  /** As it was named. */
  String file() {
    return file;
  }

  long detail() {
    return detail;
  }
}
