package acuse.common.logging;

import acuse.common.text.TerminalText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Prints bugs of our own on stderr, with their traces: what our loggers warn of, and what those of
 * libraries warn of if it was thrown in our code. Failures of the network and a lack of memory are
 * not bugs, whichever logger reports them.
 */
public final class BugHandler extends Handler {
  private static final String OURS = "acuse.";

  private final OutputStream err;

  /** Made by {@link java.util.logging.LogManager}, by its name. */
  public BugHandler() {
    this(new FileOutputStream(FileDescriptor.err));
  }

  BugHandler(OutputStream err) {
    this.err = err;
  }

  @Override
  public void publish(LogRecord entry) {
    if (isOurBug(entry)) {
      byte[] text = describe(entry).getBytes(StandardCharsets.UTF_8);
      try {
        err.write(text); // at once, so that those of two threads do not mix
        err.flush();
      } catch (IOException e) {
        // There is nowhere else to say it.
      }
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  private static boolean isOurBug(LogRecord entry) {
    if (entry.getLevel().intValue() < Level.WARNING.intValue()) {
      return false;
    }
    if (String.valueOf(entry.getLoggerName()).startsWith(OURS)) {
      return true;
    }
    StackTraceElement[] logged = new Throwable().getStackTrace();
    boolean thrownByUs = false;
    for (Throwable each = entry.getThrown(); each != null; each = each.getCause()) {
      if (each instanceof IOException || each instanceof OutOfMemoryError) {
        return false;
      }
      thrownByUs |= isThrownByUs(each.getStackTrace(), logged);
    }
    return thrownByUs;
  }

  /**
   * Code of ours stands below everything, and proves nothing there: what both traces end with is
   * how the library was called that caught it. If it was thrown in our code, that was called by the
   * library.
   */
  private static boolean isThrownByUs(StackTraceElement[] thrown, StackTraceElement[] logged) {
    int end = thrown.length;
    int loggedEnd = logged.length;
    while (end > 0 && loggedEnd > 0 && thrown[end - 1].equals(logged[loggedEnd - 1])) {
      end--;
      loggedEnd--;
    }
    for (int i = 0; i < end; i++) {
      if (thrown[i].getClassName().startsWith(OURS)) {
        return true;
      }
    }
    return false;
  }

  /** An exception may quote a stranger's bytes. */
  private static String describe(LogRecord entry) {
    StringWriter text = new StringWriter();
    PrintWriter lines = new PrintWriter(text);
    lines.println(entry.getLoggerName() + ": " + entry.getMessage());
    if (entry.getThrown() != null) {
      entry.getThrown().printStackTrace(lines);
    }
    StringBuilder harmless = new StringBuilder();
    text.toString()
        .lines()
        .forEach(line -> harmless.append(escape(line)).append(System.lineSeparator()));
    return harmless.toString();
  }

  /** The tab before each frame stays. */
  private static String escape(String line) {
    return line.startsWith("\t")
        ? "\t" + TerminalText.escape(line.substring(1))
        : TerminalText.escape(line);
  }
}
