package acuse.client.conversation.udp;

import acuse.client.conversation.Answer.Status;
import acuse.client.conversation.AnswerSink;
import acuse.client.conversation.Message;
import acuse.common.protocol.LineEnding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/**
 * The messages in flight in datagrams, in the order of the input. Those that have an answer wait
 * here for the ones before them.
 */
final class UdpWindow implements Iterable<UdpSending> {
  private final int maxMessages;
  private final ArrayDeque<UdpSending> sendings = new ArrayDeque<>();
  private ReplyMatcher matcher = new ReplyMatcher();

  /**
   * Has nothing under way yet.
   *
   * @param maxMessages how many may be, once replies tell which message they belong to
   */
  UdpWindow(int maxMessages) {
    this.maxMessages = maxMessages;
  }

  boolean isEmpty() {
    return sendings.isEmpty();
  }

  boolean hasRoom() {
    return sendings.size() < (matcher.canTellApart() ? maxMessages : 1);
  }

  /** All of them, with and without an answer. None is added meanwhile. */
  @Override
  public Iterator<UdpSending> iterator() {
    return sendings.iterator();
  }

  /** Adds one that is about to be sent. */
  UdpSending add(Message message) {
    UdpSending sending = new UdpSending(message);
    sendings.add(sending);
    matcher.sent(message.bytes());
    return sending;
  }

  /** Adds one that is not sent at all. */
  void addUnsent(Message message, Status status) {
    UdpSending unsent = new UdpSending(message);
    unsent.end(status);
    sendings.add(unsent);
  }

  /** Gives {@code datagram} to the message that waits for it; returns whether there is one. */
  boolean take(byte[] datagram) {
    LineEnding ending = LineEnding.of(datagram, datagram.length);
    byte[] reply = Arrays.copyOf(datagram, datagram.length - ending.length());
    ByteBuffer content = matcher.match(reply);
    for (UdpSending each : sendings) {
      if (each.isOpen() && ByteBuffer.wrap(each.message().bytes()).equals(content)) {
        each.answer(reply, ending);
        matcher.done(each.message().bytes());
        return true;
      }
    }
    return false;
  }

  /** Gives up one that has no answer. */
  void end(UdpSending sending, Status status) {
    sending.end(status);
    matcher.done(sending.message().bytes());
  }

  /** Gives up all that have no answer. */
  void endAll(Status status) {
    for (UdpSending each : sendings) {
      if (each.isOpen()) {
        end(each, status);
      }
    }
  }

  /** All that have no answer are due again: with a server that may use other words in replies. */
  void startOver() {
    matcher = new ReplyMatcher();
    for (UdpSending each : sendings) {
      if (each.isOpen()) {
        matcher.sent(each.message().bytes());
        each.startOver();
      }
    }
  }

  /** How long nothing is to be done; 0 without limit, as {@link java.nio.channels.Selector}. */
  long millisLeft() {
    long now = System.nanoTime();
    long nanosLeft = Long.MAX_VALUE;
    for (UdpSending each : sendings) {
      if (each.isOpen()) {
        nanosLeft = Math.min(nanosLeft, each.nanosLeft(now));
      }
    }
    if (!sendings.isEmpty() && !sendings.peek().isOpen()) {
      nanosLeft = 0; // it can be passed on
    }
    return nanosLeft == Long.MAX_VALUE
        ? 0
        : Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanosLeft + 999_999));
  }

  /** Passes on the outcomes of the first messages, as far as they are known. */
  void passOn(AnswerSink answers) throws IOException {
    while (!sendings.isEmpty() && !sendings.peek().isOpen()) {
      UdpSending first = sendings.remove();
      if (first.message().isExit()) {
        answers.exited(first.message());
      } else {
        answers.answered(first.answer());
      }
    }
    answers.flush();
  }
}
