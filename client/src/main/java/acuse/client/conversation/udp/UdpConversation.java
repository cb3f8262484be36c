package acuse.client.conversation.udp;

import acuse.client.conversation.Answer.Status;
import acuse.client.conversation.AnswerSink;
import acuse.client.conversation.Conversation;
import acuse.client.conversation.LocalAddresses;
import acuse.client.conversation.Message;
import acuse.client.conversation.MessageSource;
import acuse.client.conversation.PeerException;
import acuse.client.conversation.PeerException.Reason;
import acuse.client.conversation.ReadAhead;
import acuse.client.conversation.SourceException;
import acuse.common.codec.FrameEncoder;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.time.Duration;

/**
 * A conversation in datagrams, one per message, several in flight at once. A message without a
 * reply in time is sent again, so it may arrive more than once (at-least-once).
 *
 * <pre>
 * reader thread:   messages ─→ read-ahead
 * calling thread:  read-ahead ─→ window ─→ path
 *                  path ─→ window ─→ answers, in order
 * </pre>
 *
 * <p>The calling thread alone owns the window and the path; only the read-ahead is shared.
 */
public final class UdpConversation implements Conversation {
  private static final int RECEIVE_BUFFER_BYTES = 65_535;

  private final Selector selector;
  private final UdpPath path;
  private final Backoff backoff;
  private final int retries;
  private final UdpWindow window;

  /** May be ahead by as many messages as the window takes. */
  private final int readAheadMessages;

  private final ByteBuffer datagram = ByteBuffer.allocate(RECEIVE_BUFFER_BYTES);

  /** The one that is being sent; null while nothing is. */
  private UdpSending beingSent;

  /**
   * Talks to the first of {@code addresses}, and to the next when it refuses.
   *
   * @param source where our sockets are bound; null for where the system likes
   * @param timeout for the first try of each message; each further try waits twice as long
   * @param retries how many further tries
   * @param windowMessages how many messages may be under way at once
   * @throws PeerException if no address can be reached, and there are no further tries
   * @throws SourceException if no socket can be bound to {@code source}
   */
  public UdpConversation(
      InetAddress[] addresses,
      int port,
      LocalAddresses source,
      Duration timeout,
      int retries,
      int windowMessages)
      throws IOException {
    this.backoff = new Backoff(timeout);
    this.retries = retries;
    this.window = new UdpWindow(windowMessages);
    this.readAheadMessages = windowMessages;
    this.selector = UdpSocket.openSelector();
    this.path = new UdpPath(selector, addresses, port, source);
    try {
      connect();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  @Override
  public void run(MessageSource messages, AnswerSink answers)
      throws IOException, InterruptedException {
    ReadAhead input = new ReadAhead(messages, readAheadMessages, selector::wakeup);
    input.start();
    try {
      while (talk(input, answers)) {
        window.passOn(answers);
      }
    } catch (PeerException nobodyThere) {
      window.endAll(Status.REFUSED);
      for (Message message : input.stop()) {
        window.addUnsent(message, Status.REFUSED);
      }
      window.passOn(answers);
      throw nobodyThere;
    }
    input.throwFailure();
  }

  @Override
  public void close() {
    path.close();
    try {
      selector.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }

  private void connect() throws PeerException, SourceException {
    boolean connected = false;
    while (!connected) {
      try {
        path.connect();
        connected = true;
      } catch (PeerException e) {
        if (!path.leave(e.reason())) {
          if (retries == 0 || e.reason() == Reason.REFUSED) {
            throw e;
          }
          return; // it may become possible by the time of a further try
        }
      }
    }
  }

  /** Does what there is to do, after waiting for it; returns false when there is no more of it. */
  private boolean talk(ReadAhead input, AnswerSink answers) throws IOException {
    try {
      if (!sendWhatFits(input) && window.isEmpty()) {
        return false;
      }
      selector.select(window.millisLeft());
      selector.selectedKeys().clear();
      receive(answers);
      giveUpOrRepeat();
    } catch (PeerException e) {
      goOnAfter(e);
    }
    return true;
  }

  /**
   * An address has refused, and there may be another. Or the network did not take a datagram, or
   * says that it could not deliver one: then it is lost, and that is all while there are further
   * tries.
   */
  private void goOnAfter(PeerException failure) throws PeerException {
    UdpSending lost = beingSent;
    beingSent = null;
    if (path.leave(failure.reason())) {
      window.startOver();
      return;
    }
    if (failure.reason() == Reason.REFUSED) {
      throw failure;
    }
    for (UdpSending each : window) {
      if ((lost == null || lost == each) && each.isOpen() && !mayBeTried(each)) {
        throw failure;
      }
    }
  }

  /** Returns whether more messages may come. */
  private boolean sendWhatFits(ReadAhead input) throws IOException {
    boolean lastOnesRead = input.isEnded(); // asked first: what was read before this is seen below
    while (window.hasRoom() && !input.isEmpty()) {
      Message message = input.poll();
      if (!FrameEncoder.DATAGRAM.canCarry(message.bytes().length)) {
        window.addUnsent(message, Status.UNSENDABLE);
      } else {
        tryToSend(window.add(message));
      }
    }
    return !lastOnesRead || !input.isEmpty();
  }

  private void giveUpOrRepeat() throws IOException {
    long now = System.nanoTime();
    for (UdpSending each : window) {
      if (!each.isOpen()) {
        continue;
      }
      if (!each.isTryOver(now)) {
        if (each.isToBeSentAgain(now)) {
          send(each);
        }
      } else if (mayBeTried(each)) {
        tryToSend(each);
      } else {
        window.end(each, Status.TIMEOUT);
      }
    }
  }

  /** The exit word is sent once: nobody needs to hear it twice. */
  private boolean mayBeTried(UdpSending sending) {
    return sending.tries() == 0 || (sending.tries() <= retries && !sending.message().isExit());
  }

  private void tryToSend(UdpSending sending) throws IOException {
    sending.begin(backoff.waitAfter(sending.tries()));
    send(sending);
  }

  private void send(UdpSending sending) throws IOException {
    beingSent = sending;
    sending.send();
    if (!path.send(ByteBuffer.wrap(sending.message().bytes()))) {
      sending.findNoRoom();
    }
    beingSent = null;
  }

  private void receive(AnswerSink answers) throws IOException {
    datagram.clear();
    while (path.receive(datagram)) {
      byte[] bytes = new byte[datagram.flip().remaining()];
      datagram.get(bytes);
      if (!window.take(bytes)) {
        answers.dropped();
      }
      datagram.clear();
    }
  }
}
