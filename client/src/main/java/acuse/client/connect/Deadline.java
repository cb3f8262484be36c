package acuse.client.connect;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** An instant by which several steps are to be done together. */
final class Deadline {
  private final long nanos;

  private Deadline(long nanos) {
    this.nanos = nanos;
  }

  /** {@code limit} from now. */
  static Deadline in(Duration limit) {
    return new Deadline(System.nanoTime() + limit.toNanos());
  }

  /** Zero or less once it is over. */
  long nanosLeft() {
    return nanos - System.nanoTime();
  }

  boolean isOver() {
    return nanosLeft() <= 0;
  }

  /** As sockets and threads want to be told, for which 0 is no limit: at least 1. */
  int millisLeft() {
    return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanosLeft() + 999_999));
  }

  /** Zero or less once it is over. */
  Duration left() {
    return Duration.ofNanos(nanosLeft());
  }
}
