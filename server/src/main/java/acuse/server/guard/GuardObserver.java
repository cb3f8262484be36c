package acuse.server.guard;

import java.time.Duration;
import java.util.Map;

/**
 * Is told when the server could not or would not serve somebody. Called on event loops, and a last
 * time by who closes the server: an implementation must be thread-safe and must never block.
 */
public interface GuardObserver {
  /** Looks away. */
  GuardObserver NONE = new GuardObserver() {};

  /**
   * Limits have acted. Told at most once a second, however many they turned away.
   *
   * @param sinceLast how often each acted since this was last told; only those that did
   */
  default void limitsActed(Map<Limit, Long> sinceLast) {}

  /**
   * No further connection could be accepted for now; the operating system said why. Told at most
   * once a second.
   */
  default void acceptFailed(String reason) {}

  /**
   * An event loop has ended, or has been busy with one thing for {@code limit}: its connections are
   * served no more. Told once, on a thread that is no event loop.
   */
  default void eventLoopStandsStill(Duration limit) {}
}
