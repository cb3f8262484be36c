package acuse.common.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test during which something was printed: a log, a stack trace, a line of a program. A
 * test that provokes output captures it and checks it, so that whatever a build prints is news.
 * Found by JUnit itself, for every test.
 *
 * <p>A thread that outlives its test may print during the next one, which then fails in its place.
 */
public final class NoStrayOutput implements AfterEachCallback, AfterAllCallback {
  private static final PrintStream STDOUT = System.out;
  private static final ByteArrayOutputStream PRINTED = new ByteArrayOutputStream();

  static {
    // Before the first log, because the JDK's handler keeps the stderr that it finds.
    System.setOut(recording(STDOUT));
    System.setErr(recording(System.err));
  }

  /** Prints a line that a build is to show. */
  public static void note(String line) {
    STDOUT.println(line);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    assertNothingPrinted();
  }

  /** The output before the first test of a class, or after its last. */
  @Override
  public void afterAll(ExtensionContext context) {
    assertNothingPrinted();
  }

  private static void assertNothingPrinted() {
    String printed;
    synchronized (PRINTED) {
      printed = PRINTED.toString(StandardCharsets.UTF_8);
      PRINTED.reset();
    }
    assertThat(printed).as("printed during a test").isEmpty();
  }

  /** Passes everything on, so that it shows even if the test never ends. */
  private static PrintStream recording(PrintStream shown) {
    OutputStream both =
        new OutputStream() {
          @Override
          public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            synchronized (PRINTED) {
              PRINTED.write(bytes, offset, length);
            }
            shown.write(bytes, offset, length);
          }

          @Override
          public void flush() {
            shown.flush();
          }
        };
    return new PrintStream(both, true, StandardCharsets.UTF_8);
  }
}
