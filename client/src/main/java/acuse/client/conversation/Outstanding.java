package acuse.client.conversation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The messages that were sent over a stream and not answered yet, oldest first. Thread-safe, and
 * bounded: whoever adds waits until the peer has answered enough.
 *
 * <p>One that is given up keeps its place, for its reply may still come, and is not the next one's.
 */
final class Outstanding {
  private static final long MAX_BYTES = 4L << 20;

  private static final class Sent {
    final Message message;
    final long atNanos = System.nanoTime();
    boolean givenUp;

    Sent(Message message) {
      this.message = message;
    }
  }

  private final int maxMessages;
  private final ArrayDeque<Sent> sent = new ArrayDeque<>();
  private final List<Message> unsent = new ArrayList<>();
  private int givenUp;
  private long bytes;
  private long listeningSinceNanos = System.nanoTime();
  private boolean closed;

  /**
   * Has room for so many messages, and for one more whenever they have fewer than 4 MiB.
   *
   * @param maxMessages at least 1
   */
  Outstanding(int maxMessages) {
    this.maxMessages = maxMessages;
  }

  /** Whether {@link #add} would have to wait. */
  synchronized boolean isFull() {
    return sent.size() - givenUp >= maxMessages || bytes >= MAX_BYTES;
  }

  /** Whether nothing waits for a reply. */
  synchronized boolean isEmpty() {
    return sent.size() == givenUp;
  }

  /** Whether some message is owed an answer; the exit word is not. */
  synchronized boolean anyOwed() {
    return sent.stream().anyMatch(each -> !each.givenUp && !each.message.isExit());
  }

  /**
   * Adds the youngest message, after waiting for room.
   *
   * @return whether it is to be sent: not if this was closed; then it is only owed an answer
   */
  synchronized boolean add(Message message) throws InterruptedException {
    awaitRoom();
    if (closed) {
      unsent.add(message);
    } else {
      sent.add(new Sent(message));
      bytes += message.bytes().length;
    }
    return !closed;
  }

  /** Waits until {@link #add} would not, or this is closed. */
  synchronized void awaitRoom() throws InterruptedException {
    while (isFull() && !closed) {
      wait();
    }
  }

  /** The oldest with its reply; null if none waits for one, or that one was given up. */
  synchronized Answer answerOldest(byte[] reply) {
    Sent oldest = sent.poll();
    if (oldest == null) {
      return null;
    }
    bytes -= oldest.message.bytes().length;
    notifyAll();
    if (oldest.givenUp) {
      givenUp--;
      return null;
    }
    Duration roundTrip = Duration.ofNanos(System.nanoTime() - oldest.atNanos);
    return Answer.reply(oldest.message, reply, roundTrip, 1);
  }

  /** Replies have been dealt with, however long that took: the wait for the next one starts now. */
  synchronized void listenAnew() {
    listeningSinceNanos = System.nanoTime();
  }

  /**
   * How long the oldest still has: the time runs from when it was sent, or from when we began to
   * listen for its reply, whichever is later. All of {@code timeout} when none is waiting.
   */
  synchronized Duration timeLeft(Duration timeout) {
    if (isEmpty()) {
      return timeout;
    }
    long now = System.nanoTime();
    return timeout.minusNanos(Math.min(now - oldestWaiting().atNanos, now - listeningSinceNanos));
  }

  /** Waits no longer for the oldest; there must be one. */
  synchronized Message giveUpOldest() {
    Sent oldest = oldestWaiting();
    oldest.givenUp = true;
    givenUp++;
    notifyAll();
    return oldest.message;
  }

  /** What is added from now on is not to be sent. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Those that were owed an answer and never got one, oldest first. */
  synchronized List<Message> owed() {
    return Stream.concat(
            sent.stream().filter(each -> !each.givenUp).map(each -> each.message), unsent.stream())
        .filter(message -> !message.isExit())
        .toList();
  }

  /** Those given up stand before it: they were older. */
  private Sent oldestWaiting() {
    return sent.stream().filter(each -> !each.givenUp).findFirst().orElseThrow();
  }
}
