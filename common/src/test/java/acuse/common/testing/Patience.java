package acuse.common.testing;

import java.io.IOException;
import java.time.Duration;

/**
 * For what happens after a short while in which a peer must have done something. A busy machine may
 * pause the peer for longer than that: then it is tried again with four times as long.
 */
public final class Patience {
  /** A program that is not ready after this has failed. */
  private static final Duration ENOUGH = Duration.ofSeconds(10);

  private Patience() {}

  /** A check that holds if {@code limit} is long enough for this machine. */
  public interface Attempt {
    void with(Duration limit) throws Exception;
  }

  /** Begins with {@code limit}; the last attempt is the one that counts. */
  public static void from(Duration limit, Attempt attempt) throws Exception {
    try {
      attempt.with(limit);
    } catch (IOException | AssertionError e) {
      if (limit.compareTo(ENOUGH) > 0) {
        throw e;
      }
      from(limit.multipliedBy(4), attempt);
    }
  }
}
