package acuse.client.conversation.udp;

import java.time.Duration;

/**
 * How long each try of a message waits for its reply: twice as long as the one before, up to half a
 * minute. A longer timeout that was asked for is not cut short; only its growth is.
 *
 * @param firstWait of the first try
 */
record Backoff(Duration firstWait) {
  private static final Duration MAX_WAIT = Duration.ofSeconds(30);

  /** Beyond this, every wait that a timeout can have is longer than the limit. */
  private static final int MAX_DOUBLINGS = 20;

  /** The wait of the try after {@code triesBefore} others. */
  Duration waitAfter(int triesBefore) {
    Duration wait = firstWait.multipliedBy(1L << Math.min(triesBefore, MAX_DOUBLINGS));
    if (wait.compareTo(MAX_WAIT) < 0) {
      return wait;
    }
    return firstWait.compareTo(MAX_WAIT) > 0 ? firstWait : MAX_WAIT;
  }
}
