package acuse.client.output;

import acuse.common.text.Texts;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reports messages that a peer sent without being asked: the first at once, and then at most one
 * line per second, with a count, however many come.
 *
 * <pre>
 * came:  a         b c … z          a …     │ the end
 * said:  «a»       ← 1 s →  25 more      ← 1 s →  17 more
 * </pre>
 *
 * <p>Thread-safe. A thread waits for the second to be over, and only while something is counted.
 */
final class UnaskedNotices {
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Consumer<String> notices;
  private final Texts texts;

  private long notBeforeNanos = System.nanoTime();
  private long untold;

  /** The latest of those. */
  private byte[] latest;

  private Thread waiting;

  /**
   * Has nothing to say yet.
   *
   * @param notices takes lines for people
   */
  UnaskedNotices(Consumer<String> notices, Texts texts) {
    this.notices = notices;
    this.texts = texts;
  }

  /** Counts a message. Its bytes must not change any more. */
  synchronized void came(byte[] bytes) {
    untold++;
    latest = bytes;
    if (System.nanoTime() - notBeforeNanos >= 0) {
      tell();
    } else if (waiting == null) {
      waiting = new Thread(this::tellInTime, "acuse-unasked");
      waiting.setDaemon(true);
      waiting.start();
    }
  }

  /** Says what has not been said: nothing more will come. */
  synchronized void end() {
    if (waiting != null) {
      waiting.interrupt();
      waiting = null;
    }
    if (untold > 0) {
      tell();
    }
  }

  private synchronized void tellInTime() {
    try {
      while (waiting == Thread.currentThread() && untold > 0) {
        long nanosLeft = notBeforeNanos - System.nanoTime();
        if (nanosLeft <= 0) {
          tell();
        } else {
          TimeUnit.NANOSECONDS.timedWait(this, nanosLeft);
        }
      }
      if (waiting == Thread.currentThread()) {
        waiting = null;
      }
    } catch (InterruptedException e) {
      // The end has come, and has said the rest.
    }
  }

  /** A single one is shown as it is; of several, the count says more. */
  private void tell() {
    notices.accept(
        untold == 1
            ? texts.text("answer.unasked", Tally.shown(latest))
            : texts.text("answer.unaskedMore", untold));
    untold = 0;
    notBeforeNanos = System.nanoTime() + INTERVAL_NANOS;
  }
}
