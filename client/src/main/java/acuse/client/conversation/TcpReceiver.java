package acuse.client.conversation;

import acuse.client.tls.TlsException;
import acuse.common.protocol.Framing;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Gives each reply to the oldest message that waits for one. Runs on its own thread. */
final class TcpReceiver implements Runnable {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Socket socket;
  private final Outstanding outstanding;
  private final TcpProgress progress;
  private final AnswerSink answers;
  private final ReplyDecoder decoder;

  private boolean anyReceived;
  private boolean anyReply;

  /** What one read brought. */
  private final List<byte[]> replies = new ArrayList<>();

  private final List<Answer> answered = new ArrayList<>();

  private TlsException tlsFailure;

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
    this.decoder = ReplyDecoder.of(framing);
  }

  void start() {
    Thread thread = new Thread(this, "acuse-receiver");
    thread.setDaemon(true);
    thread.start();
  }

  /** Whether bytes came, but nothing that could be read as a reply. */
  synchronized boolean isUnreadable() {
    return anyReceived && !anyReply;
  }

  /** What TLS broke with; null if the peer ended it, or there is none. */
  synchronized TlsException tlsFailure() {
    return tlsFailure;
  }

  /** A message that cannot be sent has its turn, and no reply. */
  synchronized void refuse(Message message) throws IOException {
    answers.answered(Answer.none(message, Answer.Status.REFUSED, 0));
    answers.flush();
  }

  @Override
  public void run() {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      InputStream in = socket.getInputStream();
      int length = read(in, buffer);
      while (length >= 0 && take(buffer, length)) {
        progress.endIfDone();
        length = read(in, buffer);
      }
      takeEnd();
      progress.finishedReceiving();
    } catch (IOException e) {
      if (!socket.isClosed()) { // else the conversation is over already
        progress.failed(e);
      }
    }
  }

  /** Returns whether more is wanted. */
  private synchronized boolean take(byte[] buffer, int length) throws IOException {
    if (socket.isClosed()) {
      return false;
    }
    anyReceived = true;
    decoder.decode(buffer, length, replies);
    passOn();
    return true;
  }

  private synchronized void takeEnd() throws IOException {
    decoder.end(replies);
    if (tlsFailure != null) {
      replies.clear(); // what came last may be cut
    }
    if (!socket.isClosed()) {
      passOn();
    }
  }

  private void passOn() throws IOException {
    if (replies.isEmpty()) {
      return;
    }
    anyReply = true;
    outstanding.answerOldest(replies, answered);
    for (int i = 0; i < replies.size(); i++) {
      Answer answer = answered.get(i);
      if (answer == null) {
        answers.unasked(replies.get(i));
      } else {
        answers.answered(answer);
      }
    }
    replies.clear();
    answered.clear();
    answers.flush();
    outstanding.listenAnew();
  }

  /** A reset is an end like any other here: what counts is whether answers are still owed. */
  private int read(InputStream in, byte[] buffer) {
    try {
      return in.read(buffer);
    } catch (TlsException e) {
      synchronized (this) {
        tlsFailure = e;
      }
      return -1;
    } catch (IOException e) {
      return -1;
    }
  }
}
