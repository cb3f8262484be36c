package acuse.client.conversation.tcp;

import acuse.client.codec.Lines;
import acuse.client.conversation.Batch;
import acuse.client.conversation.Message;
import acuse.client.conversation.Replies;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages that were taken from the input and have no answer yet, oldest first. Bounded: the
 * sender adds messages, and waits until the peer has answered enough; the {@link AnswerDispatcher}
 * removes them. Thread-safe.
 *
 * <pre>
 * oldest ─→ [given up … | waiting … ] [waiting … ] [waiting … ] ←─ added last
 * </pre>
 *
 * <p>Sender and receiver come here with as many messages and replies as they have in hand, for the
 * lock and the clock cost more than a short message.
 *
 * <p>One that is given up keeps its place, for its reply may still come, and is not the next one's.
 */
final class Outstanding {
  private static final long MAX_BYTES = 4L << 20;

  /** Messages that were sent together and are not answered yet. */
  private record Sent(Batch messages, long atNanos) {}

  private final int maxMessages;
  private final ArrayDeque<Sent> sent = new ArrayDeque<>();

  /** Taken after the peer ended or this was closed. */
  private final List<Batch> unsent = new ArrayList<>();

  private int messages;
  private long bytes;

  /** How many of the oldest are not waited for. */
  private int givenUp;

  private long listeningSinceNanos = System.nanoTime();
  private boolean peerEnded;
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
    return messages == givenUp;
  }

  /** Whether some message is owed an answer; the exit word, which can only be the last, is not. */
  synchronized boolean anyOwed() {
    boolean exit = !sent.isEmpty() && sent.getLast().messages().isExit();
    boolean unsentOwed = !unsent.isEmpty() && !unsent.get(0).isExit();
    return messages - givenUp > (exit ? 1 : 0) || unsentOwed;
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
   * @return whether they are to be sent: not if the peer has ended or this was closed; then they
   *     are only owed an answer
   */
  synchronized boolean add(Batch batch) {
    if (closed || peerEnded) {
      unsent.add(batch);
      return false;
    }
    sent.add(new Sent(batch, System.nanoTime()));
    messages += batch.size();
    bytes += batch.texts().bytes();
    return true;
  }

  /** Adds messages that are not to be sent. */
  synchronized void addUnsent(Batch batch) {
    unsent.add(batch);
  }

  /**
   * Gives replies to the oldest, as far as they were sent together.
   *
   * @param replies at least one, of which the first so many are taken
   * @param atNanos when they came, by {@link System#nanoTime}
   * @return null if no message waits for the first reply, or that one was given up
   */
  synchronized Replies answerOldest(Lines replies, long atNanos) {
    Sent oldest = sent.poll();
    if (oldest == null) {
      return null;
    }
    Batch batch = oldest.messages();
    int count = givenUp > 0 ? 1 : Math.min(batch.size(), replies.count());
    if (count < batch.size()) {
      sent.addFirst(new Sent(batch.part(count, batch.size()), oldest.atNanos()));
    }
    Batch answered = batch.part(0, count);
    messages -= count;
    bytes -= answered.texts().bytes();
    notifyAll();
    if (givenUp > 0) {
      givenUp--;
      return null;
    }
    Duration roundTrip = Duration.ofNanos(atNanos - oldest.atNanos());
    return new Replies(answered, replies.part(0, count), roundTrip);
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
    long sentNanos = waiting().get(0).atNanos();
    return timeout.minusNanos(Math.min(now - sentNanos, now - listeningSinceNanos));
  }

  /** Waits no longer for the oldest; there must be one. */
  synchronized Message giveUpOldest() {
    Message oldest = waiting().get(0).messages().message(0);
    givenUp++;
    notifyAll();
    return oldest;
  }

  /** Messages that are added from now on get no reply, and are not to be sent. */
  synchronized void peerEnded() {
    peerEnded = true;
  }

  /** Accepts no further messages: a batch that is added from now on is not to be sent. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /**
   * Those that never got an answer, oldest first. Some may be messages that cannot be sent, and the
   * last one the exit word.
   */
  synchronized List<Batch> unanswered() {
    List<Batch> unanswered = new ArrayList<>();
    for (Sent each : waiting()) {
      unanswered.add(each.messages());
    }
    unanswered.addAll(unsent);
    return unanswered;
  }

  private int room() {
    return bytes >= MAX_BYTES ? 0 : maxMessages - (messages - givenUp);
  }

  /** All but those given up. */
  private List<Sent> waiting() {
    List<Sent> waiting = new ArrayList<>();
    int toSkip = givenUp;
    for (Sent each : sent) {
      Batch batch = each.messages();
      int skipped = Math.min(toSkip, batch.size());
      toSkip -= skipped;
      if (skipped < batch.size()) {
        waiting.add(new Sent(batch.part(skipped, batch.size()), each.atNanos()));
      }
    }
    return waiting;
  }
}
