package acuse.common.command;

/** The exit statuses of both programs. Scripts depend on these numbers. */
public final class ExitCode {
  /** Client: every message was answered. Server: stopped by request. */
  public static final int OK = 0;

  /** Client: some message got no answer in time. */
  public static final int UNANSWERED = 1;

  /** Server: it could not start, for a port in use or a missing permission. */
  public static final int CANNOT_START = 1;

  /** Wrong usage, or a file that cannot be read. */
  public static final int USAGE = 2;

  /** Client: nobody there. The name is unknown, or the peer refused or cannot be reached. */
  public static final int NOBODY_THERE = 3;

  /** Client: the connection broke before all was answered. */
  public static final int BROKEN = 4;

  /** Client: no TLS with this peer; not trusted, or no common version. */
  public static final int TLS = 6;

  /** A bug of Acuse's own; {@code EX_SOFTWARE} of sysexits.h. */
  public static final int BUG = 70;

  private ExitCode() {}
}
