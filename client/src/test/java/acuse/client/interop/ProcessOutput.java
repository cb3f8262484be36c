package acuse.client.interop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Everything that a process has written to its stdout or stderr. Thread-safe; a thread of its own
 * reads, so that the process is never held up.
 */
final class ProcessOutput {
  private final String name;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private boolean ended;

  ProcessOutput(String name, InputStream from) {
    this.name = name;
    Thread reader = new Thread(() -> read(from), name);
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Waits until {@code pattern} is somewhere in the text.
   *
   * @throws AssertionError if it is not, when the process ends or {@code limitNanos} are over
   */
  synchronized Matcher await(Pattern pattern, long limitNanos) throws InterruptedException {
    long deadline = System.nanoTime() + limitNanos;
    Matcher matcher = pattern.matcher(text());
    while (!matcher.find()) {
      long left = deadline - System.nanoTime();
      if (ended || left <= 0) {
        throw new AssertionError(
            name + (ended ? " ended" : " is late") + " without " + pattern + ", saying: " + text());
      }
      wait(left / 1_000_000 + 1);
      matcher = pattern.matcher(text());
    }
    return matcher;
  }

  /** All of it, once the process has closed its side. */
  synchronized String awaitEnd(long limitNanos) throws InterruptedException {
    long deadline = System.nanoTime() + limitNanos;
    while (!ended) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError(name + " stays open, saying: " + text());
      }
      wait(left / 1_000_000 + 1);
    }
    return text();
  }

  synchronized String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private void read(InputStream from) {
    byte[] chunk = new byte[64 * 1024];
    try (from) {
      for (int length = from.read(chunk); length >= 0; length = from.read(chunk)) {
        synchronized (this) {
          bytes.write(chunk, 0, length);
          notifyAll();
        }
      }
    } catch (IOException e) {
      // The process was killed: it has said what it has said.
    }
    synchronized (this) {
      ended = true;
      notifyAll();
    }
  }
}
