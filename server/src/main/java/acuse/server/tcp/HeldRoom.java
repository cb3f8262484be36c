package acuse.server.tcp;

import acuse.server.guard.BufferBudget;
import acuse.server.impair.HeldMessages;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Whether another message may be held back on purpose: there is a limit for the whole server, and
 * the memory budget. Sessions that find no room wait here, first come, first served.
 *
 * <p>Others give room on other event loops, so it is looked at now and then. Belongs to one event
 * loop.
 */
final class HeldRoom {
  private static final long LOOK_MILLIS = 10;

  private final HeldMessages limit;
  private final BufferBudget budget;
  private final int eventLoops;
  private final EventExecutor eventLoop;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean looksSoon;

  /** Whether it is the turn of one that waited. */
  private boolean serving;

  /**
   * Nobody waits yet.
   *
   * @param eventLoops how many there are: each may find room for the same message
   */
  HeldRoom(HeldMessages limit, BufferBudget budget, int eventLoops, EventExecutor eventLoop) {
    this.limit = limit;
    this.budget = budget;
    this.eventLoops = eventLoops;
    this.eventLoop = eventLoop;
  }

  /** The limit that all event loops share. */
  HeldMessages limit() {
    return limit;
  }

  /**
   * Whether there is room for one message of the session that asks. Those that wait come first.
   * Without any message that is held there is always room.
   */
  boolean isAny() {
    return (serving || waiting.isEmpty()) && isFree();
  }

  /** Runs {@code task} when there is room; failures are its own to report. */
  void await(Runnable task) {
    waiting.add(task);
    lookSoon();
  }

  private void lookSoon() {
    if (!looksSoon) {
      looksSoon = true;
      eventLoop.schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Each has one turn, for those that come first might take all the room again. */
  private void look() {
    looksSoon = false;
    serving = true;
    for (int turns = waiting.size(); turns > 0 && isFree(); turns--) {
      waiting.remove().run();
    }
    serving = false;
    if (!waiting.isEmpty()) {
      lookSoon();
    }
  }

  private boolean isFree() {
    return limit.held() == 0
        || (limit.held() <= HeldMessages.MAX - eventLoops && budget.isRelieved());
  }
}
