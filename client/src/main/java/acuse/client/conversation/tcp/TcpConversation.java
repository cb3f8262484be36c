package acuse.client.conversation.tcp;

import acuse.client.conversation.Answer;
import acuse.client.conversation.Answer.Status;
import acuse.client.conversation.AnswerSink;
import acuse.client.conversation.Batch;
import acuse.client.conversation.Conversation;
import acuse.client.conversation.Message;
import acuse.client.conversation.MessageSource;
import acuse.client.conversation.PeerException;
import acuse.client.conversation.PeerException.Reason;
import acuse.client.tls.TlsException;
import acuse.client.tls.TlsException.Problem;
import acuse.common.protocol.Framing;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

/**
 * A conversation over one TCP connection. Messages go out without waiting for the replies to
 * earlier ones; the replies come in the same order.
 *
 * <pre>
 * sender thread:    messages ─→ outstanding ─→ socket … FIN
 * receiver thread:  socket ─→ decoder ─→ the oldest outstanding ─→ answers
 * calling thread:   waits for the end, or for the oldest to be overdue
 * </pre>
 *
 * Plain blocking sockets: the kernel itself holds back a sender whose peer does not read.
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
    boolean interactive = messages.isInteractive();
    TcpProgress progress = new TcpProgress(outstanding, interactive);
    TcpReceiver receiver = new TcpReceiver(socket, framing, outstanding, progress, answers);
    TcpSender sender = new TcpSender(socket, framing, messages, outstanding, progress, receiver);
    receiver.start();
    sender.start();
    boolean overdue = awaitEndOrOverdue(progress, receiver, interactive, answers);
    close();
    sender.awaitEnd();
    synchronized (receiver) {
      progress.throwLocalFailure();
      TlsException refusal = refusal(receiver);
      Status status = overdue ? Status.TIMEOUT : refusal != null ? Status.REFUSED : Status.CLOSED;
      long owed = tellUnanswered(status, answers);
      if (!overdue && (owed > 0 || !progress.isAllTaken())) {
        throw refusal != null
            ? PeerException.tls(refusal)
            : PeerException.ended(reason(receiver), owed);
      }
    }
  }

  /** With TLS 1.3, a server that does not want us says so when we take the handshake for done. */
  private static TlsException refusal(TcpReceiver receiver) {
    TlsException failure = receiver.tlsFailure();
    return failure == null || failure.problem() == Problem.CUT ? null : failure;
  }

  private static Reason reason(TcpReceiver receiver) {
    if (receiver.isUnreadable()) {
      return Reason.UNREADABLE;
    }
    return receiver.isCut() ? Reason.CUT : Reason.BROKEN;
  }

  /** Returns how many messages were owed an answer. */
  private long tellUnanswered(Status status, AnswerSink answers) throws IOException {
    long owed = 0;
    for (Batch batch : outstanding.unanswered()) {
      for (int i = 0; i < batch.size(); i++) {
        if (batch.isExit()) {
          answers.exited(batch.message(i));
        } else {
          answers.answered(Answer.none(batch.message(i), status, 1));
          owed++;
        }
      }
    }
    answers.flush();
    return owed;
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

  /**
   * A script's conversation ends with the first message that is overdue: on a stream that has
   * stopped, the rest would only wait as long. A person is told so, and the conversation goes on.
   *
   * <p>The receiver's monitor keeps it from being blamed: while it deals with replies, it is not
   * waiting for any.
   */
  private boolean awaitEndOrOverdue(
      TcpProgress progress, TcpReceiver receiver, boolean interactive, AnswerSink answers)
      throws IOException, InterruptedException {
    Duration timeLeft = timeout;
    while (!progress.awaitEnd(timeLeft)) {
      synchronized (receiver) {
        timeLeft = outstanding.timeLeft(timeout);
        if (timeLeft.isNegative() || timeLeft.isZero()) {
          if (!interactive) {
            return true;
          }
          Message oldest = outstanding.giveUpOldest();
          if (oldest.isExit()) {
            answers.exited(oldest);
            return true;
          }
          answers.answered(Answer.none(oldest, Status.TIMEOUT, 1));
          answers.flush();
          timeLeft = outstanding.timeLeft(timeout);
        }
      }
    }
    return false;
  }
}
