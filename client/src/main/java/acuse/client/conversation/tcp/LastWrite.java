package acuse.client.conversation.tcp;

import acuse.common.stdio.BrokenPipe;
import java.io.IOException;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;

/**
 * How the last write to a socket ended. The sender reports it, and the receiver asks: the system
 * tells of a reset only once, and if it has told the writer, the reader sees the stream end as
 * after a FIN. Thread-safe.
 */
final class LastWrite {
  /** A peer that takes nothing may hold up a write; it is not waited for longer than this. */
  private static final long HELD_UP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private boolean underWay;
  private boolean reset;

  /** A write begins, which has to be followed by {@link #ended}. */
  synchronized void begun() {
    underWay = true;
  }

  /** The write ended, with {@code failure} if that is not null. */
  synchronized void ended(IOException failure) {
    underWay = false;
    // After a FIN, or when the receiver was told before, it is a broken pipe.
    reset = failure instanceof SocketException && !BrokenPipe.isCauseOf(failure);
    notifyAll();
  }

  /**
   * Whether the write was told that the peer had reset the connection. Waits for a write that is
   * under way, because a reset ends it at once.
   */
  synchronized boolean wasReset() throws InterruptedException {
    long limitNanos = System.nanoTime() + HELD_UP_NANOS;
    long nanosLeft = HELD_UP_NANOS;
    while (underWay && nanosLeft > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, nanosLeft);
      nanosLeft = limitNanos - System.nanoTime();
    }
    return reset;
  }
}
