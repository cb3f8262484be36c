package acuse.common.testing.fuzz;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Remembers what Acuse logs as a bug of its own, or Netty as one of those who use it, and keeps it
 * from being printed.
 */
public final class BugLog extends Handler implements AutoCloseable {
  private static final List<Logger> WATCHED =
      List.of(Logger.getLogger("acuse"), Logger.getLogger("io.netty"));

  private final List<String> bugs = new CopyOnWriteArrayList<>();

  private BugLog() {}

  /** Listens from now on, until it is closed. */
  public static BugLog open() {
    BugLog log = new BugLog();
    for (Logger logger : WATCHED) {
      logger.addHandler(log);
      logger.setUseParentHandlers(false);
    }
    return log;
  }

  /** All so far. */
  public List<String> bugs() {
    return bugs;
  }

  @Override
  public void publish(LogRecord entry) {
    if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
      bugs.add(entry.getMessage() + " " + entry.getThrown());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    for (Logger logger : WATCHED) {
      logger.removeHandler(this);
      logger.setUseParentHandlers(true);
    }
  }
}
