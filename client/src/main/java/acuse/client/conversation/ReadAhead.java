package acuse.client.conversation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Reads messages on a thread of its own, a few ahead of whoever takes them, who never waits for
 * input.
 */
final class ReadAhead implements Runnable {
  private final MessageSource messages;
  private final Runnable onChange;
  private final BlockingQueue<Message> queue;
  private final Thread thread = new Thread(this, "acuse-reader");

  private volatile boolean waitingForInput;
  private volatile boolean ended;
  private volatile boolean stopping;
  private volatile IOException failure;

  /**
   * Begins with {@link #start}.
   *
   * @param limit how many messages may be ahead
   * @param onChange called on the reading thread when there is a message more, or the end
   */
  ReadAhead(MessageSource messages, int limit, Runnable onChange) {
    this.messages = messages;
    this.onChange = onChange;
    this.queue = new LinkedBlockingQueue<>(limit);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** The next message; null if there is none yet, or none any more. */
  Message poll() {
    return queue.poll();
  }

  /** Whether all has been read; some of it may still be to be polled. */
  boolean isEnded() {
    return ended;
  }

  /** Whether {@link #poll} would give nothing now. */
  boolean isEmpty() {
    return queue.isEmpty();
  }

  void throwFailure() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Takes what is ready, and no more.
   *
   * @return all that was read and not polled; what is typed later is nobody's
   */
  List<Message> stop() throws InterruptedException {
    stopping = true;
    List<Message> rest = new ArrayList<>();
    while (thread.isAlive() && !waitingForInput) {
      queue.drainTo(rest);
      thread.join(1);
    }
    queue.drainTo(rest);
    return rest;
  }

  @Override
  public void run() {
    try {
      Batch batch = next();
      while (batch != null) {
        for (int i = 0; i < batch.size(); i++) {
          queue.put(batch.message(i));
          onChange.run();
        }
        boolean last = batch.isExit() || (stopping && !messages.isReady());
        batch = last ? null : next();
      }
    } catch (IOException e) {
      failure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ended = true;
    onChange.run();
  }

  private Batch next() throws IOException {
    waitingForInput = !messages.isReady();
    Batch batch = messages.next();
    waitingForInput = false;
    return batch;
  }
}
