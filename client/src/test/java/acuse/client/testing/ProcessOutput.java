package acuse.client.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Everything that a process has written to its stdout or stderr. Thread-safe; a thread of its own
 * reads, so that the process is never held up.
 */
public final class ProcessOutput {
  private final String name;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private boolean ended;

  public ProcessOutput(String name, InputStream from) {
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
  public synchronized Matcher await(Pattern pattern, long limitNanos) throws InterruptedException {
    awaitUntil(text -> pattern.matcher(text).find(), limitNanos);
    Matcher matcher = pattern.matcher(text());
    if (!matcher.find()) {
      throw new AssertionError(
          name + (ended ? " ended" : " is late") + " without " + pattern + ", saying: " + text());
    }
    return matcher;
  }

  /** All of it, once the process has closed its side. */
  public synchronized String awaitEnd(long limitNanos) throws InterruptedException {
    awaitUntil(text -> false, limitNanos);
    if (!ended) {
      throw new AssertionError(name + " stays open, saying: " + text());
    }
    return text();
  }

  /** Waits until the text is {@code wanted}, or complete, or {@code limitNanos} are over. */
  public synchronized void awaitUntil(Predicate<String> wanted, long limitNanos)
      throws InterruptedException {
    long deadline = System.nanoTime() + limitNanos;
    long left = limitNanos;
    while (!ended && left > 0 && !wanted.test(text())) {
      wait(left / 1_000_000 + 1);
      left = deadline - System.nanoTime();
    }
  }

  /** Whether the process has closed its side. */
  public synchronized boolean isEnded() {
    return ended;
  }

  /** The text so far. */
  public synchronized String text() {
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
