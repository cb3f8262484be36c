package acuse.server.output;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/**
 * A bounded queue that a thread of its own writes out, so that nobody waits for a slow output.
 *
 * <pre>
 * event loops ─→ offer ─→ queue ─→ its thread ─→ {@link Writer}
 *                  └── false if it is full: the caller counts what is left out
 * </pre>
 *
 * <p>Thread-safe.
 */
public final class OutputQueue<T> implements AutoCloseable {
  private static final Duration USUAL_CLOSE_LIMIT = Duration.ofMillis(500);

  /** Writes on the queue's thread. */
  public interface Writer<T> {
    /**
     * Takes what is queued, or some of it, and writes it.
     *
     * @return false if there was nothing to write
     */
    boolean write(Queue<T> queued);

    /** Whether there is something to write though nothing is queued. */
    default boolean isPending() {
      return false;
    }
  }

  private final Queue<T> queue;
  private final long patienceNanos;
  private final Writer<T> writer;
  private final Thread thread;
  private volatile boolean asleep;
  private volatile boolean closed;

  /**
   * Writes nothing before {@link #start}.
   *
   * @param capacity how many may wait
   * @param patience how long something may wait before it is written; zero to wake the thread with
   *     each, which costs the caller a system call if the thread sleeps
   */
  public OutputQueue(String threadName, int capacity, Duration patience, Writer<T> writer) {
    this.queue = new MpscAtomicArrayQueue<>(capacity);
    this.patienceNanos = patience.toNanos();
    this.writer = writer;
    this.thread = new Thread(this::run, threadName);
    thread.setDaemon(true);
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  /** Never blocks. Returns false if there is no room. */
  public boolean offer(T item) {
    boolean queued = queue.offer(item);
    if (patienceNanos == 0) {
      wake();
    }
    return queued;
  }

  /** How many wait. */
  public int size() {
    return queue.size();
  }

  /** Has the thread look for something to write. */
  public void wake() {
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  /** Writes what is queued, but does not wait longer than {@code limit} for a stuck output. */
  public void close(Duration limit) {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(limit.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether its thread is still writing, although it was closed. */
  public boolean isRunning() {
    return thread.isAlive();
  }

  @Override
  public void close() {
    close(USUAL_CLOSE_LIMIT);
  }

  private void run() {
    while (true) {
      boolean last = closed;
      if (writer.write(queue)) {
        continue;
      }
      if (last) {
        return;
      }
      sleep();
    }
  }

  /** Says that it sleeps before it looks once more, so that no wake-up is lost. */
  private void sleep() {
    asleep = true;
    if (queue.isEmpty() && !writer.isPending() && !closed) {
      if (patienceNanos == 0) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, patienceNanos);
      }
    }
    asleep = false;
  }
}
