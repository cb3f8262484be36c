package acuse.client.conversation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages that were sent over a stream and not answered yet, oldest first. Thread-safe, and
 * bounded: whoever is about to add waits until the peer has answered enough.
 *
 * <p>Sender and receiver come here with as many messages and replies as they have in hand, for the
 * lock and the clock cost more than a short message.
 *
 * <p>One that is given up keeps its place, for its reply may still come, and is not the next one's.
 */
final class Outstanding {
  private static final long MAX_BYTES = 4L << 20;

  private static final class Sent {
    final Message message;
    final long atNanos;
    boolean givenUp;

    Sent(Message message, long atNanos) {
      this.message = message;
      this.atNanos = atNanos;
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
   * Has room for so many messages, but for none when they have 4 MiB.
   *
   * @param maxMessages at least 1
   */
  Outstanding(int maxMessages) {
    this.maxMessages = maxMessages;
  }

  /** Whether nothing waits for a reply. */
  synchronized boolean isEmpty() {
    return sent.size() == givenUp;
  }

  /** Whether some message is owed an answer; the exit word is not. */
  synchronized boolean anyOwed() {
    for (Sent each : sent) {
      if (!each.givenUp && !each.message.isExit()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Waits until there is room for a message more, or this is closed.
   *
   * @return for how many there is room; as nobody else adds any, it does not get less
   */
  synchronized int awaitRoom() throws InterruptedException {
    while (room() <= 0 && !closed) {
      wait();
    }
    return closed ? maxMessages : room();
  }

  /**
   * Adds the youngest messages, for which there is room.
   *
   * @return whether they are to be sent: not if this was closed; then they are only owed an answer
   */
  synchronized boolean add(List<Message> messages) {
    if (closed) {
      unsent.addAll(messages);
      return false;
    }
    long now = System.nanoTime();
    for (Message message : messages) {
      sent.add(new Sent(message, now));
      bytes += message.bytes().length;
    }
    return true;
  }

  /**
   * Gives {@code replies} to the oldest, in order.
   *
   * @param answers gets one for each reply; null if no message waits for it, or that one was given
   *     up
   */
  synchronized void answerOldest(List<byte[]> replies, List<Answer> answers) {
    long now = System.nanoTime();
    long sentNanos = now;
    Duration roundTrip = Duration.ZERO; // one for all that were sent together
    for (byte[] reply : replies) {
      Sent oldest = removeOldest();
      if (oldest != null && oldest.atNanos != sentNanos) {
        sentNanos = oldest.atNanos;
        roundTrip = Duration.ofNanos(now - sentNanos);
      }
      answers.add(oldest == null ? null : Answer.reply(oldest.message, reply, roundTrip, 1));
    }
    notifyAll();
  }

  /** Null if there is none, or it was given up. */
  private Sent removeOldest() {
    Sent oldest = sent.poll();
    if (oldest == null) {
      return null;
    }
    bytes -= oldest.message.bytes().length;
    if (oldest.givenUp) {
      givenUp--;
      return null;
    }
    return oldest;
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
    List<Message> owed = new ArrayList<>();
    for (Sent each : sent) {
      if (!each.givenUp && !each.message.isExit()) {
        owed.add(each.message);
      }
    }
    for (Message message : unsent) {
      if (!message.isExit()) {
        owed.add(message);
      }
    }
    return owed;
  }

  private int room() {
    return bytes >= MAX_BYTES ? 0 : maxMessages - (sent.size() - givenUp);
  }

  /** Those given up stand before it: they were older. */
  private Sent oldestWaiting() {
    return sent.stream().filter(each -> !each.givenUp).findFirst().orElseThrow();
  }
}
