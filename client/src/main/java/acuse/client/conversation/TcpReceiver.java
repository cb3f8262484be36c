package acuse.client.conversation;

import acuse.common.codec.MessageSink;
import acuse.common.codec.StreamDecoder;
import acuse.common.protocol.Framing;
import acuse.common.protocol.LineEnding;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** Gives each reply to the oldest message that waits for one. Runs on its own thread. */
final class TcpReceiver implements Runnable, MessageSink {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Socket socket;
  private final Outstanding outstanding;
  private final TcpProgress progress;
  private final AnswerSink answers;
  private final StreamDecoder decoder;

  private boolean anyReceived;
  private boolean anyReply;
  private boolean anyInThisRead;
  private IOException answersFailure;

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
    this.decoder = StreamDecoder.of(framing, MessageSource.MAX_MESSAGE_BYTES);
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

  @Override
  public void message(ByteBuf bytes, int index, int length, LineEnding ending) {
    anyReply = true;
    anyInThisRead = true;
    byte[] reply = ByteBufUtil.getBytes(bytes, index, length, true);
    Answer answer = outstanding.answerOldest(reply);
    try {
      if (answer == null) {
        answers.unasked(reply);
      } else {
        answers.answered(answer);
      }
    } catch (IOException e) {
      answersFailure = e;
    }
  }

  /** Nothing is known of it but that it came: its message stays without an answer. */
  @Override
  public void messageTooLong(LineEnding ending) {}

  /** Returns whether more is wanted. */
  private synchronized boolean take(byte[] buffer, int length) throws IOException {
    if (socket.isClosed()) {
      return false;
    }
    anyReceived = true;
    anyInThisRead = false;
    ByteBuf received = Unpooled.wrappedBuffer(buffer, 0, length);
    while (received.isReadable() && answersFailure == null) {
      decoder.decode(received, this);
    }
    passOn();
    return true;
  }

  private synchronized void takeEnd() throws IOException {
    if (!socket.isClosed()) {
      decoder.end(this);
      passOn();
    }
    decoder.release();
  }

  private void passOn() throws IOException {
    if (answersFailure != null) {
      throw answersFailure;
    }
    if (anyInThisRead) {
      answers.flush();
      outstanding.listenAnew();
    }
  }

  /** A reset is an end like any other here: what counts is whether answers are still owed. */
  private static int read(InputStream in, byte[] buffer) {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      return -1;
    }
  }
}
