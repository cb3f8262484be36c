package acuse.server.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/**
 * Prints lines without ever making the one who has something to say wait: a bounded queue, emptied
 * by a thread of its own. Once it is full, lines are counted instead, until all that is queued is
 * printed; the count is printed in their place.
 *
 * <p>Once the output is gone, as under {@code | head}, lines go nowhere.
 */
final class BoundedPrinter implements AutoCloseable {
  private static final int MAX_LINES = 8192;
  private static final int WRITE_BYTES = 32 * 1024;

  private final OutputStream out;
  private final LongFunction<String> notShown;
  private final Thread thread = new Thread(this::run, "acuse-printer");

  /** Lines are put into words on the printing thread, not where they come from. */
  private final Queue<Consumer<StringBuilder>> lines = new MpscAtomicArrayQueue<>(MAX_LINES);

  private final AtomicLong linesNotShown = new AtomicLong();

  /** Set when the queue is full; then nothing is queued until all of it is printed. */
  private volatile boolean overflown;

  private volatile boolean asleep;
  private volatile boolean closed;
  private boolean outputGone;

  /**
   * Starts the printing thread.
   *
   * @param notShown says how many lines were left out
   */
  BoundedPrinter(OutputStream out, LongFunction<String> notShown) {
    this.out = out;
    this.notShown = notShown;
    thread.setDaemon(true);
    thread.start();
  }

  /** Thread-safe; never blocks. {@code line} writes itself, without a line's ending, later. */
  void print(Consumer<StringBuilder> line) {
    if (overflown || !lines.offer(line)) {
      linesNotShown.incrementAndGet();
      overflown = true;
    }
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  /**
   * Prints what is queued, but does not wait longer than {@code limit} for an output that is stuck.
   */
  void close(Duration limit) {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(limit.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    close(Duration.ofMillis(500));
  }

  private void run() {
    StringBuilder text = new StringBuilder();
    while (true) {
      boolean last = closed;
      fill(text);
      if (text.length() > 0) {
        write(text);
      } else if (last) {
        return;
      } else {
        sleepUntilPrintOrClose();
      }
    }
  }

  private void fill(StringBuilder text) {
    while (text.length() < WRITE_BYTES) {
      Consumer<StringBuilder> line = lines.poll();
      if (line == null) {
        sayWhatIsMissingHere(text);
        return;
      }
      line.accept(text);
      text.append('\n');
    }
  }

  /**
   * Nothing was queued since the queue overflowed, so what is missing is missing after its last.
   */
  private void sayWhatIsMissingHere(StringBuilder text) {
    if (overflown) {
      overflown = false;
      long missing = linesNotShown.getAndSet(0);
      if (missing > 0) {
        text.append(notShown.apply(missing)).append('\n');
      }
    }
  }

  private void write(StringBuilder text) {
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    text.setLength(0);
    if (outputGone) {
      return;
    }
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      outputGone = true;
    }
  }

  /** Says that it sleeps before it looks once more, so that no wake-up is lost. */
  private void sleepUntilPrintOrClose() {
    asleep = true;
    if (lines.isEmpty() && !overflown && !closed) {
      LockSupport.park(this);
    }
    asleep = false;
  }
}
