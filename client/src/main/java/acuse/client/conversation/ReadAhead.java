package acuse.client.conversation;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Reads messages on a thread of its own, a few ahead of the thread that takes them, which never
 * waits for input.
 *
 * <pre>
 * reading thread:  input ─→ queue, waits while that is full
 * its user:                 poll … poll … stop
 * </pre>
 *
 * Thread-safe; one lock guards everything.
 */
public final class ReadAhead implements Runnable {
  /** How long a read may take that has something to bring, on a machine that is busy. */
  private static final long AT_HAND_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final MessageSource messages;
  private final int limit;
  private final Runnable onChange;
  private final Queue<Message> queue = new ArrayDeque<>();

  private boolean waitingForInput;

  /** Whether the next read may complete what is there: nothing yet, or a part of a message. */
  private boolean expectsMore = true;

  private boolean ended;
  private boolean stopping;
  private IOException failure;

  /**
   * Begins with {@link #start}.
   *
   * @param limit how many messages may be ahead
   * @param onChange called on the reading thread when there is a message more, or the end
   */
  public ReadAhead(MessageSource messages, int limit, Runnable onChange) {
    this.messages = messages;
    this.limit = limit;
    this.onChange = onChange;
  }

  /** For someone who only wants to know what is at hand: see {@link #stop}. */
  public ReadAhead(MessageSource messages) {
    this(messages, 1, null);
    stopping = true;
  }

  public void start() {
    Thread thread = new Thread(this, "acuse-reader");
    thread.setDaemon(true);
    thread.start();
  }

  /** The next message; null if there is none yet, or none any more. */
  public synchronized Message poll() {
    Message message = queue.poll();
    notifyAll();
    return message;
  }

  /** Whether all has been read; some of it may still be to be polled. */
  public synchronized boolean isEnded() {
    return ended;
  }

  /** Whether {@link #poll} would give nothing now. */
  public synchronized boolean isEmpty() {
    return queue.isEmpty();
  }

  public synchronized void throwFailure() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Takes what was read, and no more: the messages of a read that has begun are among it, and the
   * rest of one that is there in part, if it is at hand.
   *
   * @return all that was read and not polled; what comes later is dropped
   */
  public synchronized List<Message> stop() throws InterruptedException {
    stopping = true;
    notifyAll();
    long limitNanos = System.nanoTime() + AT_HAND_NANOS;
    long nanosLeft = AT_HAND_NANOS;
    while (!ended && (!waitingForInput || (expectsMore && nanosLeft > 0))) {
      if (waitingForInput) {
        TimeUnit.NANOSECONDS.timedWait(this, nanosLeft);
      } else {
        wait(); // the reading thread is at work, and will say when it is not
      }
      nanosLeft = limitNanos - System.nanoTime();
    }
    return new ArrayList<>(queue);
  }

  @Override
  public void run() {
    try {
      Batch batch = next();
      boolean readOn = false;
      while (batch != null) {
        for (int i = 0; i < batch.size(); i++) {
          put(batch.message(i));
        }
        boolean last = batch.isExit();
        if (isStopping() && !messages.isReady()) {
          last |= readOn || !expectsMore();
          readOn = true;
        }
        batch = last ? null : next();
      }
      end(null);
    } catch (IOException e) {
      end(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(null);
    }
  }

  private void put(Message message) throws InterruptedException {
    synchronized (this) {
      while (queue.size() >= limit && !stopping) {
        wait();
      }
      queue.add(message);
    }
    changed();
  }

  private void end(IOException failure) {
    synchronized (this) {
      this.failure = failure;
      ended = true;
      notifyAll();
    }
    changed();
  }

  private void changed() {
    if (onChange != null) {
      onChange.run();
    }
  }

  private synchronized boolean isStopping() {
    return stopping;
  }

  private synchronized boolean expectsMore() {
    return expectsMore;
  }

  private Batch next() throws IOException {
    setWaiting(!messages.isReady());
    Batch batch = messages.next();
    setRead(messages.isInMessage());
    return batch;
  }

  private synchronized void setWaiting(boolean waiting) {
    waitingForInput = waiting;
    notifyAll();
  }

  private synchronized void setRead(boolean inMessage) {
    waitingForInput = false;
    expectsMore = inMessage;
    notifyAll();
  }
}
