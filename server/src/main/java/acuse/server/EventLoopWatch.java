package acuse.server;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds out when an event loop has ended or hangs. Its connections would wait for ever, and nothing
 * would show it.
 *
 * <p>Once per second, a thread gives each event loop a small task and checks whether the previous
 * one was done. The limit is a number of checks, not a time: if the whole process or the machine
 * pauses, this thread pauses too, and no event loop is blamed.
 */
final class EventLoopWatch implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final List<Watched> watched = new ArrayList<>();
  private final Duration lookEvery;
  private final Runnable onStandstill;
  private final Thread thread = new Thread(this::run, "acuse-event-loop-watch");

  /** Does not watch yet. */
  EventLoopWatch(
      Iterable<EventExecutor> eventLoops,
      Duration limit,
      Duration lookEvery,
      Runnable onStandstill) {
    this.lookEvery = lookEvery;
    this.onStandstill = onStandstill;
    int maxLooks = (int) limit.dividedBy(lookEvery);
    eventLoops.forEach(eventLoop -> watched.add(new Watched(eventLoop, maxLooks)));
    thread.setDaemon(true);
  }

  /**
   * Starts to watch.
   *
   * @param limit how long an event loop may be busy with one task; whole seconds
   * @param onStandstill is run once, on the watching thread, when an event loop exceeds that, or
   *     has ended
   */
  static EventLoopWatch start(
      Iterable<EventExecutor> eventLoops, Duration limit, Runnable onStandstill) {
    EventLoopWatch watch = new EventLoopWatch(eventLoops, limit, LOOK_EVERY, onStandstill);
    watch.start();
    return watch;
  }

  void start() {
    thread.start();
  }

  /** Looks at all event loops once; returns false if one of them stands still. */
  boolean look() {
    return watched.stream().allMatch(Watched::turns);
  }

  /** Ends the watch, before the event loops are ended. */
  @Override
  public void close() {
    thread.interrupt();
  }

  void awaitEnd() throws InterruptedException {
    thread.join();
  }

  private void run() {
    try {
      while (look()) {
        Thread.sleep(lookEvery.toMillis());
      }
      if (!Thread.interrupted()) {
        onStandstill.run();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Watched {
    private final EventExecutor eventLoop;
    private final int maxLooks;
    private final AtomicInteger looksSinceTurn = new AtomicInteger();

    Watched(EventExecutor eventLoop, int maxLooks) {
      this.eventLoop = eventLoop;
      this.maxLooks = maxLooks;
    }

    boolean turns() {
      int looks = looksSinceTurn.getAndIncrement();
      if (looks == 0) {
        try {
          eventLoop.execute(() -> looksSinceTurn.set(0));
        } catch (RejectedExecutionException ended) {
          return false;
        }
      }
      return looks <= maxLooks && !eventLoop.isShuttingDown();
    }
  }
}
