package acuse.client.conversation;

import acuse.client.conversation.Answer.Status;
import acuse.common.protocol.LineEnding;
import acuse.common.protocol.Protocol;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * A conversation in datagrams, one a message, several under way at once. What gets no reply in time
 * is sent again, so that a message may arrive more than once: at-least-once, as the field calls it.
 *
 * <pre>
 * reader thread:   messages ─→ read-ahead
 * calling thread:  read-ahead ─→ window ─→ socket
 *                  socket ─→ matcher ─→ window ─→ answers, in order
 * </pre>
 */
final class UdpConversation implements Conversation {
  /** However often a message was sent, its next wait is no longer than this. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(30);

  /** When the socket takes no more for a moment. */
  private static final Duration FULL_SOCKET_WAIT = Duration.ofMillis(5);

  private static final int RECEIVE_BUFFER_BYTES = 65_535;

  private final UdpSocket socket;
  private final Selector selector;
  private final Duration timeout;
  private final int retries;
  private final int windowMessages;

  /** The messages under way in the order of the input; answered ones wait for those before them. */
  private final ArrayDeque<Sending> window = new ArrayDeque<>();

  private final ReplyMatcher matcher = new ReplyMatcher();

  /** One message under way. */
  private static final class Sending {
    final Message message;
    int attempts;
    long sentNanos;
    long deadlineNanos;
    Answer answer;

    Sending(Message message) {
      this.message = message;
    }

    /** One that is not sent at all. */
    static Sending refused(Message message) {
      Sending sending = new Sending(message);
      sending.answer = Answer.none(message, Status.REFUSED, 0);
      return sending;
    }
  }

  /**
   * Talks through {@code socket}.
   *
   * @param socket closed when this is
   * @param timeout for the first try of each message; each further try waits twice as long
   * @param retries how many further tries
   * @param windowMessages how many messages may be under way at once
   */
  UdpConversation(UdpSocket socket, Duration timeout, int retries, int windowMessages)
      throws IOException {
    this.socket = socket;
    this.timeout = timeout;
    this.retries = retries;
    this.windowMessages = windowMessages;
    this.selector = Selector.open();
    socket.register(selector);
  }

  @Override
  public void run(MessageSource messages, AnswerSink answers)
      throws IOException, InterruptedException {
    ReadAhead input = new ReadAhead(messages, windowMessages, selector::wakeup);
    input.start();
    ByteBuffer datagram = ByteBuffer.allocate(RECEIVE_BUFFER_BYTES);
    try {
      while (sendWhatFits(input) || !window.isEmpty()) {
        selector.select(millisToNextDeadline());
        selector.selectedKeys().clear();
        receive(datagram, answers);
        giveUpOrRepeat();
        passOn(answers);
      }
    } catch (PeerException nobodyThere) {
      window.forEach(sending -> finish(sending, Status.REFUSED));
      input.stop().forEach(message -> window.add(Sending.refused(message)));
      passOn(answers);
      throw nobodyThere;
    }
    input.throwFailure();
  }

  @Override
  public void close() {
    try {
      selector.close();
      socket.close();
    } catch (IOException e) {
      // They are closed all the same.
    }
  }

  /** Returns whether more messages may come. */
  private boolean sendWhatFits(ReadAhead input) throws IOException {
    boolean lastOnesRead = input.isEnded(); // asked first: what was read before this is seen below
    int limit = matcher.canTellApart() ? windowMessages : 1;
    while (window.size() < limit && !input.isEmpty()) {
      Sending sending = new Sending(input.poll());
      window.add(sending);
      if (sending.message.bytes().length > Protocol.MAX_DATAGRAM_BYTES) {
        sending.answer = Answer.none(sending.message, Status.UNSENDABLE, 0);
      } else {
        matcher.sent(sending.message.bytes());
        send(sending);
      }
    }
    return !lastOnesRead || !input.isEmpty();
  }

  private void send(Sending sending) throws IOException {
    sending.sentNanos = System.nanoTime();
    if (!socket.send(ByteBuffer.wrap(sending.message.bytes()))) {
      sending.deadlineNanos = sending.sentNanos + FULL_SOCKET_WAIT.toNanos();
      return;
    }
    Duration wait = timeout.multipliedBy(1L << Math.min(sending.attempts, 20));
    sending.attempts++;
    sending.deadlineNanos =
        sending.sentNanos + (wait.compareTo(MAX_WAIT) < 0 ? wait : longer(timeout)).toNanos();
  }

  /** A timeout that was asked for is not cut short, only its growth. */
  private static Duration longer(Duration timeout) {
    return timeout.compareTo(MAX_WAIT) > 0 ? timeout : MAX_WAIT;
  }

  /** 0 means that only a datagram or a new message needs attention, as {@link Selector#select}. */
  private long millisToNextDeadline() {
    boolean answerIsReady = !window.isEmpty() && window.peek().answer != null;
    long nearest = answerIsReady ? System.nanoTime() : Long.MAX_VALUE;
    for (Sending sending : window) {
      if (sending.answer == null) {
        nearest = Math.min(nearest, sending.deadlineNanos);
      }
    }
    return nearest == Long.MAX_VALUE
        ? 0
        : Math.max(1, (nearest - System.nanoTime() + 999_999) / 1_000_000);
  }

  private void receive(ByteBuffer datagram, AnswerSink answers) throws IOException {
    datagram.clear();
    while (socket.receive(datagram)) {
      byte[] bytes = new byte[datagram.flip().remaining()];
      datagram.get(bytes);
      if (!take(bytes)) {
        answers.dropped();
      }
      datagram.clear();
    }
  }

  /** Returns whether some message was waiting for it. */
  private boolean take(byte[] datagram) {
    byte[] reply =
        Arrays.copyOf(
            datagram, datagram.length - LineEnding.of(datagram, datagram.length).length());
    ByteBuffer content = matcher.match(reply);
    for (Sending sending : window) {
      if (sending.answer == null && ByteBuffer.wrap(sending.message.bytes()).equals(content)) {
        Duration roundTrip = Duration.ofNanos(System.nanoTime() - sending.sentNanos);
        sending.answer = Answer.reply(sending.message, reply, roundTrip, sending.attempts);
        matcher.done(sending.message.bytes());
        return true;
      }
    }
    return false;
  }

  private void giveUpOrRepeat() throws IOException {
    long now = System.nanoTime();
    for (Sending sending : window) {
      if (sending.answer == null && sending.deadlineNanos - now <= 0) {
        if (sending.attempts == 0 || (sending.attempts <= retries && !sending.message.isExit())) {
          send(sending);
        } else {
          finish(sending, Status.TIMEOUT);
        }
      }
    }
  }

  private void finish(Sending sending, Status status) {
    if (sending.answer == null) {
      sending.answer = Answer.none(sending.message, status, sending.attempts);
      matcher.done(sending.message.bytes());
    }
  }

  private void passOn(AnswerSink answers) throws IOException {
    while (!window.isEmpty() && window.peek().answer != null) {
      Sending first = window.remove();
      if (first.message.isExit()) {
        answers.exited(first.message);
      } else {
        answers.answered(first.answer);
      }
    }
    answers.flush();
  }
}
