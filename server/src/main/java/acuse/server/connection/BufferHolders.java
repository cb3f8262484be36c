package acuse.server.connection;

import acuse.server.guard.BufferBudget;
import acuse.server.guard.Limit;
import acuse.server.guard.LimitCounters;
import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The connections of one event loop that make the server hold bytes. When all event loops together
 * hold too many, each resets those of its own connections that hold most.
 *
 * <p>"Most" is at least the average of all holders, on whichever event loop: so a connection that
 * holds little is safe, even if it is the largest of its event loop. Belongs to its event loop,
 * except where noted.
 */
public final class BufferHolders {
  private final BufferBudget budget;
  private final LimitCounters counters;
  private final EventExecutor eventLoop;

  /** All event loops' holders, this one among them. */
  private final Iterable<BufferHolders> everyLoop;

  private final Set<ConnectionBuffers> holders = new HashSet<>();

  /** Whether another event loop has already asked this one. */
  private final AtomicBoolean asked = new AtomicBoolean();

  /**
   * Nothing is held yet.
   *
   * @param everyLoop the holders of all event loops, these among them
   */
  public BufferHolders(
      BufferBudget budget,
      LimitCounters counters,
      EventExecutor eventLoop,
      Iterable<BufferHolders> everyLoop) {
    this.budget = budget;
    this.counters = counters;
    this.eventLoop = eventLoop;
    this.everyLoop = everyLoop;
  }

  /** The account of a new connection on this event loop; it ends with the connection. */
  public ConnectionBuffers open(Channel connection) {
    return new ConnectionBuffers(connection, this);
  }

  /**
   * Makes room for {@code bytes} more, if need be at the cost of connections that hold more than
   * twice as much.
   *
   * @return whether there is room
   */
  public boolean makeRoomFor(long bytes) {
    if (!budget.hasRoomFor(bytes)) {
      relieveEveryLoop(2 * bytes);
    }
    return budget.hasRoomFor(bytes);
  }

  /**
   * {@code connection} holds {@code nowBytes} instead of {@code beforeBytes}. If that is too much
   * for all, connections are reset before this returns, perhaps this one: waiting for the next turn
   * of the event loop would let a thousand others read first.
   */
  void change(ConnectionBuffers connection, long beforeBytes, long nowBytes) {
    budget.change(beforeBytes, nowBytes);
    if (nowBytes == 0) {
      holders.remove(connection);
    } else if (beforeBytes == 0) {
      holders.add(connection);
    }
    if (nowBytes > beforeBytes && budget.isExceeded()) {
      relieveEveryLoop(0);
    }
  }

  private void relieveEveryLoop(long sparedBytes) {
    relieve(sparedBytes);
    if (!budget.isRelieved()) {
      everyLoop.forEach(holders -> holders.ask(sparedBytes));
    }
  }

  private void ask(long sparedBytes) {
    if (asked.compareAndSet(false, true)) {
      eventLoop.execute(
          () -> {
            asked.set(false);
            relieve(sparedBytes);
          });
    }
  }

  /** Resets the largest holders, but none that holds no more than {@code sparedBytes}. */
  private void relieve(long sparedBytes) {
    long averageBytes = budget.averageBytes();
    List<ConnectionBuffers> largestFirst = new ArrayList<>();
    for (ConnectionBuffers holder : holders) {
      if (holder.heldBytes() >= averageBytes && holder.heldBytes() > sparedBytes) {
        largestFirst.add(holder);
      }
    }
    largestFirst.sort(Comparator.comparingLong(ConnectionBuffers::heldBytes).reversed());
    for (ConnectionBuffers holder : largestFirst) {
      if (budget.isRelieved()) {
        return;
      }
      counters.acted(Limit.BUFFERED_BYTES);
      holder.reset();
    }
  }
}
