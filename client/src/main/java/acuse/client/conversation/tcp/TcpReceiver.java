package acuse.client.conversation.tcp;

import acuse.client.codec.Lines;
import acuse.client.codec.ReplyDecoder;
import acuse.client.conversation.Answer;
import acuse.client.conversation.AnswerSink;
import acuse.client.conversation.Message;
import acuse.client.conversation.MessageSource;
import acuse.client.conversation.Replies;
import acuse.client.tls.TlsException;
import acuse.common.protocol.Framing;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** Gives each reply to the oldest message that waits for one. Runs on its own thread. */
final class TcpReceiver implements Runnable {
  private final Socket socket;
  private final Outstanding outstanding;
  private final TcpProgress progress;
  private final AnswerSink answers;
  private final ReplyDecoder decoder;

  private boolean anyReply;
  private boolean cut;

  /** Set by the receiving thread when the stream breaks instead of ending. */
  private IOException failure;

  /**
   * Receives from {@code socket}.
   *
   * @param answers used only while this object's monitor is held
   */
  TcpReceiver(
      Socket socket,
      Framing framing,
      Outstanding outstanding,
      TcpProgress progress,
      AnswerSink answers) {
    this.socket = socket;
    this.outstanding = outstanding;
    this.progress = progress;
    this.answers = answers;
    this.decoder = ReplyDecoder.of(framing, MessageSource.MAX_MESSAGE_BYTES);
  }

  void start() {
    Thread thread = new Thread(this, "acuse-receiver");
    thread.setDaemon(true);
    thread.start();
  }

  /** Whether bytes came, but nothing that could be read as a reply. */
  synchronized boolean isUnreadable() {
    return !anyReply && decoder.isUnreadable();
  }

  /** Whether the stream was over in the middle of a reply. */
  synchronized boolean isCut() {
    return cut;
  }

  /** The failure that broke TLS; null if the peer ended the stream, or without TLS. */
  synchronized TlsException tlsFailure() {
    return failure instanceof TlsException tls ? tls : null;
  }

  /** A message that cannot be sent has its turn, and no reply. */
  synchronized void refuse(Message message) throws IOException {
    answers.answered(Answer.none(message, Answer.Status.UNSENDABLE, 0));
    answers.flush();
  }

  @Override
  public void run() {
    try {
      InputStream in = socket.getInputStream();
      while (read(in) && take()) {
        progress.endIfDone();
      }
      takeEnd(failure != null || (decoder.isInReply() && progress.wasWriteReset()));
      progress.finishedReceiving();
    } catch (IOException e) {
      if (!socket.isClosed()) { // else the conversation is over already
        progress.failed(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether more is wanted. */
  private synchronized boolean take() throws IOException {
    if (socket.isClosed()) {
      return false;
    }
    passOn(decoder.replies());
    return true;
  }

  /** Only the peer's own end can complete a reply: what breaks the stream may have cut it. */
  private synchronized void takeEnd(boolean broken) throws IOException {
    boolean unfinished = decoder.isInReply();
    Lines rest = decoder.rest();
    if (socket.isClosed()) {
      return; // it is nobody's any more
    }
    cut = unfinished && (broken || rest.count() == 0);
    if (!cut) {
      passOn(rest);
    }
  }

  private void passOn(Lines replies) throws IOException {
    if (replies.count() == 0) {
      return;
    }
    anyReply = true;
    Lines left = replies;
    while (left.count() > 0) {
      left = left.part(passOnOldest(left), left.count());
    }
    answers.flush();
    outstanding.listenAnew();
  }

  /** Returns how many of {@code replies} were passed on: those of messages sent together. */
  private int passOnOldest(Lines replies) throws IOException {
    Replies answered = outstanding.answerOldest(replies);
    if (answered == null) {
      answers.unasked(replies.get(0));
      return 1;
    }
    if (answered.messages().isExit()) {
      answers.exited(answered.messages().message(0));
    } else {
      answers.answered(answered);
    }
    return answered.count();
  }

  /** A reset ends the stream, too. Whether that is a fault depends on what is still owed. */
  private boolean read(InputStream in) {
    try {
      return decoder.read(in);
    } catch (IOException e) {
      synchronized (this) {
        failure = e;
      }
      return false;
    }
  }
}
