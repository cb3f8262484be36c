package acuse.server.console;

import acuse.server.console.RetryingOutput.Outage;
import acuse.server.output.OutputQueue;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Prints lines without making their writers wait, by an {@link OutputQueue}. Once it is full, lines
 * are counted instead, until all that is queued is printed; the count is printed in their place.
 *
 * <p>While the output fails, lines wait in the queue in the same way: see {@link RetryingOutput}.
 */
final class BoundedPrinter implements AutoCloseable, OutputQueue.Writer<Consumer<StringBuilder>> {
  private static final int WRITE_BYTES = 32 * 1024;

  /** Makes lines about the printing itself. */
  interface Words {
    /** Lines came faster than they can be written. */
    String notShown(long lines);

    /** The output failed, and goes on. */
    String failed(Outage outage, long linesNotShown);
  }

  private final RetryingOutput out;
  private final Words words;

  /** Lines are put into words on the printing thread, not where they come from. */
  private final OutputQueue<Consumer<StringBuilder>> lines;

  private final AtomicLong linesNotShown = new AtomicLong();

  /** Set when the queue is full; then nothing is queued until all of it is printed. */
  private volatile boolean overflown;

  private final StringBuilder text = new StringBuilder();

  /** Of the text that the printing thread has made, and not yet written. */
  private int linesInText;

  /**
   * Starts the printing thread.
   *
   * @param maxLines how many may wait
   */
  BoundedPrinter(WritableByteChannel out, int maxLines, Words words) {
    this.out = new RetryingOutput(out);
    this.lines = new OutputQueue<>("acuse-printer", maxLines, Duration.ZERO, this);
    this.words = words;
    lines.start();
  }

  /** Thread-safe; never blocks. {@code line} writes itself, without a line's ending, later. */
  void print(Consumer<StringBuilder> line) {
    if (overflown || !lines.offer(line)) {
      linesNotShown.incrementAndGet();
      overflown = true;
      lines.wake();
    }
  }

  /**
   * Prints what is queued, but does not wait longer than {@code limit} for an output that is stuck.
   */
  void close(Duration limit) {
    lines.close(limit);
  }

  @Override
  public void close() {
    lines.close();
  }

  @Override
  public boolean write(Queue<Consumer<StringBuilder>> queued) {
    try {
      fill(queued);
      if (text.length() == 0) {
        return false;
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      text.setLength(0);
      linesInText = 0;
      out.write(bytes);
    } catch (OutOfMemoryError e) {
      // Memory is short for now; without this thread nothing would be shown any more.
      linesNotShown.addAndGet(linesInText);
      overflown = true;
      text.setLength(0);
      linesInText = 0;
    }
    return true;
  }

  @Override
  public boolean isPending() {
    return overflown;
  }

  private void fill(Queue<Consumer<StringBuilder>> queued) {
    while (text.length() < WRITE_BYTES) {
      Consumer<StringBuilder> line = queued.poll();
      if (line == null) {
        sayWhatIsMissingHere();
        return;
      }
      linesInText++;
      line.accept(text);
      text.append('\n');
    }
  }

  /**
   * Nothing was queued since the queue overflowed, so what is missing is missing after its last.
   */
  private void sayWhatIsMissingHere() {
    long missing = 0;
    if (overflown) {
      overflown = false;
      missing = linesNotShown.getAndSet(0);
    }
    Outage outage = out.takeOutage();
    if (outage != null) {
      text.append(words.failed(outage, missing)).append('\n');
    } else if (missing > 0) {
      text.append(words.notShown(missing)).append('\n');
    }
  }
}
