package acuse.client.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jline.utils.NonBlockingInputStream;

/**
 * Bytes typed at a terminal in raw mode. A read that brings nothing ends after a tenth of a second
 * (termios(3): {@code VMIN} 0, {@code VTIME} 1). Used by one thread.
 */
final class TerminalInput extends NonBlockingInputStream {
  private static final int BUFFER_BYTES = 4096;

  /** A tenth of a second is far away: only a terminal that has gone brings nothing so soon. */
  private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final int MANY_READS = 10;

  /** How long to wait where a read does not. */
  private static final long PAUSE_MILLIS = 20;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int end;
  private int readsOfNothing;

  TerminalInput(InputStream in) {
    this.in = in;
  }

  /** {@inheritDoc} A {@code timeoutMillis} of 0 is none. */
  @Override
  public int read(long timeoutMillis, boolean isPeek) throws IOException {
    long start = System.nanoTime();
    while (at == end) {
      if (Thread.interrupted()) {
        throw new InterruptedIOException();
      }
      if (!fill()) {
        return EOF;
      }
      if (at == end
          && timeoutMillis > 0
          && System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(timeoutMillis)) {
        return READ_EXPIRED;
      }
    }
    int b = buffer[at] & 0xff;
    if (!isPeek) {
      at++;
    }
    return b;
  }

  /** Whether more can be read at once. */
  @Override
  public int available() {
    return end - at;
  }

  /** Returns false at the end. */
  private boolean fill() throws IOException {
    long start = System.nanoTime();
    int count;
    try {
      count = in.read(buffer);
    } catch (IOException e) {
      if (!isNonBlocking()) {
        return false; // EIO: the terminal has gone, or is another's now
      }
      pause(); // EAGAIN: somebody who has the terminal too does not want to wait for it
      return true;
    }
    at = 0;
    end = Math.max(count, 0);
    boolean nothingSoon = end == 0 && System.nanoTime() - start < SOON_NANOS;
    readsOfNothing = nothingSoon ? readsOfNothing + 1 : 0;
    return readsOfNothing < MANY_READS;
  }

  private static void pause() throws InterruptedIOException {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  /** Whether stdin has {@code O_NONBLOCK}; Linux tells (proc(5)), and others are taken not to. */
  private static boolean isNonBlocking() throws IOException {
    Path info = Path.of("/proc/self/fdinfo/0");
    if (!Files.isReadable(info)) {
      return false;
    }
    for (String line : Files.readAllLines(info)) {
      if (line.startsWith("flags:")) {
        int flags = Integer.parseInt(line.substring("flags:".length()).strip(), 8);
        return (flags & 04000) != 0;
      }
    }
    return false;
  }
}
