package acuse.common.logging;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/**
 * Keeps the logs of libraries, and the JDK's, away from the people who use a program: it says
 * itself what they need to know. Only bugs of our own are printed: see {@link BugHandler}.
 *
 * <p>For programs, when they start. A server that is embedded in another program leaves the logs to
 * that program.
 */
public final class BugsOnly {
  private static final String CONFIG_CLASS = "java.util.logging.config.class";
  private static final String CONFIG_FILE = "java.util.logging.config.file";

  /**
   * Read by {@link LogManager} once somebody logs: its own way of being told by a class.
   *
   * @throws IOException never: it comes from memory
   */
  public BugsOnly() throws IOException {
    String settings = "handlers=" + BugHandler.class.getName() + "\n.level=WARNING\n";
    LogManager.getLogManager()
        .readConfiguration(
            new ByteArrayInputStream(settings.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /**
   * To be called before any class of a library is loaded. Loads nothing itself: what logs go
   * through, Netty's too, is set up when the first logger is made. If somebody has configured
   * logging for this JVM, that configuration stays.
   */
  public static void install() {
    if (System.getProperty(CONFIG_CLASS) == null && System.getProperty(CONFIG_FILE) == null) {
      System.setProperty(CONFIG_CLASS, BugsOnly.class.getName());
    }
  }
}
