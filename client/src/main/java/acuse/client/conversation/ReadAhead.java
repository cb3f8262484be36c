package acuse.client.conversation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Reads messages on a thread of its own, a few ahead of whoever takes them, who never waits for
 * input.
 */
public final class ReadAhead implements Runnable {
  /** How long a read may take that has something to bring, on a machine that is busy. */
  private static final long AT_HAND_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final MessageSource messages;
  private final Runnable onChange;
  private final BlockingQueue<Message> queue;
  private final Thread thread = new Thread(this, "acuse-reader");

  private volatile boolean waitingForInput;

  /** Whether the next read may complete what is there: nothing yet, or a part of a message. */
  private volatile boolean expectsMore = true;

  private volatile boolean ended;
  private volatile boolean stopping;
  private volatile IOException failure;

  /**
   * Begins with {@link #start}.
   *
   * @param limit how many messages may be ahead
   * @param onChange called on the reading thread when there is a message more, or the end
   */
  public ReadAhead(MessageSource messages, int limit, Runnable onChange) {
    this.messages = messages;
    this.onChange = onChange;
    this.queue = new LinkedBlockingQueue<>(limit);
    thread.setDaemon(true);
  }

  /** For someone who only wants to know what is at hand: see {@link #stop}. */
  public ReadAhead(MessageSource messages) {
    this(messages, 1, null);
    stopping = true;
  }

  public void start() {
    thread.start();
  }

  /** The next message; null if there is none yet, or none any more. */
  public Message poll() {
    return queue.poll();
  }

  /** Whether all has been read; some of it may still be to be polled. */
  public boolean isEnded() {
    return ended;
  }

  /** Whether {@link #poll} would give nothing now. */
  public boolean isEmpty() {
    return queue.isEmpty();
  }

  public void throwFailure() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Takes what was read, and no more: the messages of a read that has begun are among it, and the
   * rest of one that is there in part, if it is at hand.
   *
   * @return all that was read and not polled; what comes later is nobody's
   */
  public List<Message> stop() throws InterruptedException {
    stopping = true;
    long limitNanos = System.nanoTime() + AT_HAND_NANOS;
    List<Message> rest = new ArrayList<>();
    while (thread.isAlive() && !isWaitingInVain(limitNanos)) {
      Message next = queue.poll(1, TimeUnit.MILLISECONDS);
      if (next != null) {
        rest.add(next);
      }
    }
    queue.drainTo(rest);
    return rest;
  }

  /** Looks at the flags in the order opposite to that in which {@link #next} sets them. */
  private boolean isWaitingInVain(long limitNanos) {
    boolean more = expectsMore && System.nanoTime() - limitNanos < 0;
    return !more && waitingForInput;
  }

  @Override
  public void run() {
    try {
      Batch batch = next();
      boolean readOn = false;
      while (batch != null) {
        for (int i = 0; i < batch.size(); i++) {
          queue.put(batch.message(i));
          changed();
        }
        boolean last = batch.isExit();
        if (stopping && !messages.isReady()) {
          last |= readOn || !expectsMore;
          readOn = true;
        }
        batch = last ? null : next();
      }
    } catch (IOException e) {
      failure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ended = true;
    changed();
  }

  private void changed() {
    if (onChange != null) {
      onChange.run();
    }
  }

  private Batch next() throws IOException {
    waitingForInput = !messages.isReady();
    Batch batch = messages.next();
    waitingForInput = false;
    expectsMore = messages.isInMessage();
    return batch;
  }
}
