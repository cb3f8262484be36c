package acuse.client.conversation.tcp;

import acuse.client.conversation.Answer.Status;
import acuse.client.conversation.AnswerSink;
import acuse.client.conversation.Conversation;
import acuse.client.conversation.MessageSource;
import acuse.client.conversation.PeerException;
import acuse.client.conversation.PeerException.Reason;
import acuse.client.tls.TlsException;
import acuse.client.tls.TlsException.Problem;
import acuse.common.codec.FrameEncoder;
import acuse.common.protocol.Framing;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

/**
 * A conversation over one TCP connection. Messages go out without waiting for the replies to
 * earlier ones; the replies come in the same order.
 *
 * <pre>
 * sender thread:    messages ─→ {@link Outstanding} ─→ socket … FIN
 * receiver thread:  socket ─→ decoder ─→ {@link AnswerDispatcher} ─→ answers
 * calling thread:   waits for the end, or for the oldest to be overdue
 * </pre>
 *
 * <p>Each state has one class that writes it, under a lock of its own or on one thread. Plain
 * blocking sockets: the kernel itself holds back a sender whose peer does not read.
 */
public final class TcpConversation implements Conversation {
  private final Socket socket;
  private final Framing framing;
  private final Duration timeout;
  private final Outstanding outstanding;

  /**
   * Talks over an open connection.
   *
   * @param socket closed when this is
   * @param framing what marks messages, both ways; not {@link Framing#AUTO}
   * @param timeout for each reply
   * @param windowMessages how many may wait for a reply at once; without framing it is one, for
   *     only taking turns tells replies apart
   */
  public TcpConversation(Socket socket, Framing framing, Duration timeout, int windowMessages) {
    this.socket = socket;
    this.framing = framing;
    this.timeout = timeout;
    this.outstanding = new Outstanding(framing == Framing.RAW ? 1 : windowMessages);
  }

  @Override
  public void run(MessageSource messages, AnswerSink answers)
      throws IOException, InterruptedException {
    FrameEncoder frame = FrameEncoder.of(framing);
    AnswerDispatcher dispatcher =
        new AnswerDispatcher(frame, outstanding, answers, timeout, messages.isInteractive());
    LastWrite lastWrite = new LastWrite();
    TcpReceiver receiver = new TcpReceiver(socket, framing, lastWrite, dispatcher);
    TcpSender sender = new TcpSender(socket, frame, messages, outstanding, lastWrite, dispatcher);
    receiver.start();
    sender.start();
    dispatcher.awaitEnd();
    close();
    sender.awaitIdle();
    TlsException refusal = refusal(receiver);
    long owed = dispatcher.tellUnanswered(refusal == null ? Status.CLOSED : Status.REFUSED);
    if (!dispatcher.isOverdue() && (owed > 0 || !dispatcher.isAllTaken())) {
      throw refusal != null
          ? PeerException.tls(refusal)
          : PeerException.ended(reason(dispatcher), owed);
    }
  }

  @Override
  public void close() {
    outstanding.close();
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }

  /** With TLS 1.3, a server that does not want us says so when we take the handshake for done. */
  private static TlsException refusal(TcpReceiver receiver) {
    TlsException failure = receiver.tlsFailure();
    return failure == null || failure.problem() == Problem.CUT ? null : failure;
  }

  private static Reason reason(AnswerDispatcher dispatcher) {
    return switch (dispatcher.peerEnd()) {
      case WHOLE -> Reason.BROKEN;
      case CUT -> Reason.CUT;
      case UNREADABLE -> Reason.UNREADABLE;
    };
  }
}
