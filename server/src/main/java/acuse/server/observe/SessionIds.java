package acuse.server.observe;

import java.util.concurrent.atomic.AtomicLong;

/** Numbers the sessions of one server, over both protocols. Thread-safe. */
public final class SessionIds {
  private final AtomicLong last = new AtomicLong();

  /** The next one's number, from 1. */
  public long next() {
    return last.incrementAndGet();
  }
}
