package acuse.client.ping;

import acuse.common.protocol.Protocol;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * What becomes of messages, on its way from those who learn of it to the one who shows it. Bounded:
 * a peer that sends many duplicates to a slow reader makes some of them not shown.
 */
final class PingEvents {
  private static final int MAX_WAITING = 16_384;

  private final BlockingQueue<PingEvent> waiting = new ArrayBlockingQueue<>(MAX_WAITING);

  /** Does not wait; for event loops. */
  void add(PingEvent event) {
    boolean unused = waiting.offer(event);
  }

  /** No more comes from {@code protocol}. */
  void end(Protocol protocol) throws InterruptedException {
    waiting.put(new PingEvent(protocol, 0, PingEvent.Kind.END, 0));
  }

  PingEvent take() throws InterruptedException {
    return waiting.take();
  }
}
