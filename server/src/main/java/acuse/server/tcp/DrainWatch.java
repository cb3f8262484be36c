package acuse.server.tcp;

import java.time.Duration;

/**
 * When a session that is asked to end has nothing left to answer. The kernel does not say whether
 * bytes have arrived that were not read yet; what shows is that for a while nothing stirred:
 * nothing was read, and nothing kept the session from reading.
 */
final class DrainWatch {
  /** A peer who never pauses is cut off between two reads, but not before it had this long. */
  private static final Duration GRACE = Duration.ofMillis(200);

  private boolean requested;
  private long requestedAtNanos;
  private boolean readSinceRequest;
  private boolean stirred;

  /** The server stops. */
  void request() {
    requested = true;
    requestedAtNanos = System.nanoTime();
  }

  /** Whether the next pause, however short, may be the end. */
  boolean isDue() {
    return requested && System.nanoTime() - requestedAtNanos > GRACE.toNanos();
  }

  /** Bytes came. */
  void onRead() {
    readSinceRequest = requested;
    stirred = true;
  }

  /** The peer began or ceased to take its replies, which is what reading depends on. */
  void onPeerChanged() {
    stirred = true;
  }

  /** Whether something stirred since this was last asked. */
  boolean stirredSinceLastAsked() {
    boolean answer = stirred;
    stirred = false;
    return answer;
  }

  /** Whether replies may still be on their way, for bytes came after the request. */
  boolean readSinceRequest() {
    return readSinceRequest;
  }
}
