package acuse.common.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.SocketException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class BugHandlerTest {
  private static final StackTraceElement OUR_FRAME =
      new StackTraceElement("acuse.server.tcp.TcpSession", "channelRead", "TcpSession.java", 1);
  private static final StackTraceElement LIBRARY_FRAME =
      new StackTraceElement("io.netty.channel.AbstractChannel", "register", "Abstract.java", 1);

  @Test
  void printsWhatOurOwnLoggersWarnOf() {
    assertThat(printed("acuse.server.tcp.TcpSession", Level.SEVERE, null))
        .isEqualTo("acuse.server.tcp.TcpSession: bug in x\n");
    assertThat(printed("acuse.server.tcp.TcpSession", Level.INFO, null)).isEmpty();
  }

  @Test
  void printsWhatALibraryCaughtOfOurs() {
    Throwable bug = thrownAt(new IllegalStateException("here"), LIBRARY_FRAME, OUR_FRAME);
    assertThat(printed("io.netty.channel.AbstractChannel", Level.WARNING, bug))
        .startsWith(
            "io.netty.channel.AbstractChannel: bug in x\njava.lang.IllegalStateException: here\n")
        .contains("\tat acuse.server.tcp.TcpSession.channelRead(TcpSession.java:1)\n");
    Throwable wrapped = thrownAt(new RuntimeException(bug), LIBRARY_FRAME);
    assertThat(printed("io.netty.channel.AbstractChannel", Level.WARNING, wrapped)).isNotEmpty();
  }

  @Test
  void keepsQuietAboutWhatLibrariesWarnOf() {
    String library = "io.netty.channel.AbstractChannel";
    assertThat(printed(library, Level.SEVERE, null)).isEmpty();
    assertThat(printed(library, Level.INFO, thrownAt(new IllegalStateException(), OUR_FRAME)))
        .isEmpty();
  }

  /** As on an event loop, or in a library that our start is waiting for. */
  @Test
  void codeOfOursBelowTheLibraryHasThrownNothing() {
    StackTraceElement[] callers = new Throwable().getStackTrace();
    assertThat(callers[0].getClassName()).startsWith("acuse.");
    StackTraceElement[] trace = callers.clone();
    trace[0] = LIBRARY_FRAME;
    Throwable own = thrownAt(new IllegalStateException(), trace);
    assertThat(printed("io.netty.channel.AbstractChannel", Level.SEVERE, own)).isEmpty();
    trace[0] = OUR_FRAME;
    Throwable ours = thrownAt(new IllegalStateException(), trace);
    assertThat(printed("io.netty.channel.AbstractChannel", Level.SEVERE, ours)).isNotEmpty();
  }

  @Test
  void theNetworkAndMemoryAreNobodysBugs() {
    String library = "io.netty.channel.AbstractChannel";
    assertThat(printed(library, Level.WARNING, thrownAt(new SocketException(), OUR_FRAME)))
        .isEmpty();
    assertThat(printed(library, Level.WARNING, thrownAt(new OutOfMemoryError(), OUR_FRAME)))
        .isEmpty();
    assertThat(
            printed(
                library,
                Level.WARNING,
                thrownAt(new RuntimeException(new SocketException()), OUR_FRAME)))
        .isEmpty();
  }

  @Test
  void aStrangersBytesDriveNoTerminal() {
    Throwable bug = thrownAt(new NumberFormatException("For input \u001b[2J"), OUR_FRAME);
    assertThat(printed("io.netty.x", Level.WARNING, bug)).contains("For input \\x1b[2J");
  }

  private static Throwable thrownAt(Throwable thrown, StackTraceElement... trace) {
    thrown.setStackTrace(trace);
    return thrown;
  }

  private static String printed(String logger, Level level, Throwable thrown) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    LogRecord entry = new LogRecord(level, "bug in x");
    entry.setLoggerName(logger);
    entry.setThrown(thrown);
    new BugHandler(err).publish(entry);
    return err.toString(UTF_8);
  }
}
