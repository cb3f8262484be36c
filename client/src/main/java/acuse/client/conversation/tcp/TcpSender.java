package acuse.client.conversation.tcp;

import acuse.client.codec.BatchOutputStream;
import acuse.client.codec.FrameWriter;
import acuse.client.codec.Lines;
import acuse.client.conversation.Batch;
import acuse.client.conversation.MessageSource;
import acuse.common.codec.FrameEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/**
 * Sends messages as fast as the peer takes them, and FIN after the last: as many at once as are
 * ready, and none later than that. Runs on its own thread.
 */
final class TcpSender implements Runnable {
  private final Socket socket;
  private final FrameEncoder frame;
  private final MessageSource messages;
  private final Outstanding outstanding;
  private final LastWrite lastWrite;
  private final AnswerDispatcher dispatcher;

  /** Whether no message is taken that is not yet with the {@link Outstanding}. */
  private boolean idle;

  TcpSender(
      Socket socket,
      FrameEncoder frame,
      MessageSource messages,
      Outstanding outstanding,
      LastWrite lastWrite,
      AnswerDispatcher dispatcher) {
    this.socket = socket;
    this.frame = frame;
    this.messages = messages;
    this.outstanding = outstanding;
    this.lastWrite = lastWrite;
    this.dispatcher = dispatcher;
  }

  void start() {
    Thread thread = new Thread(this, "acuse-sender");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Waits, after the {@link Outstanding} and the socket were closed, until every message that was
   * taken is with the former. Does not wait for a message that is still to be typed.
   */
  synchronized void awaitIdle() throws InterruptedException {
    while (!idle) {
      wait();
    }
  }

  @Override
  public void run() {
    try {
      sendAll();
    } catch (IOException e) {
      // The peer takes no more. Its earlier bytes are still to be read; the receiver knows when
      // they end.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      setIdle(true);
      dispatcher.senderEnded();
    }
  }

  private void sendAll() throws IOException, InterruptedException {
    OutputStream out = new BatchOutputStream(socket.getOutputStream());
    FrameWriter writer = new FrameWriter(frame, out);
    Batch batch = next();
    boolean inVain = false;
    boolean tookOneMore = false;
    while (batch != null) {
      int from = 0;
      while (from < batch.size()) {
        int to = from + Math.min(batch.size() - from, outstanding.awaitRoom());
        inVain |= !send(batch.part(from, to), writer, out);
        from = to;
      }
      boolean closed = inVain || outstanding.isClosed();
      boolean last = batch.isExit() || (closed && (tookOneMore || !messages.isReady()));
      tookOneMore = closed; // what one read brought is two batches if the exit word is in it
      batch = last ? null : next();
    }
    if (!inVain && !outstanding.isClosed()) {
      socket.shutdownOutput();
      dispatcher.sentAll();
    }
  }

  /** Sends messages for which there is room; returns false if the peer takes no more. */
  private boolean send(Batch batch, FrameWriter writer, OutputStream out) {
    if (!frame.canCarry(batch.texts().length(0))) { // only without framing, where each is alone
      dispatcher.unsendable(batch);
      return true;
    }
    if (!outstanding.add(batch)) {
      return false;
    }
    try {
      write(batch.texts(), writer, out);
      return true;
    } catch (IOException e) {
      outstanding.close(); // and all that was taken is owed an answer
      return false;
    }
  }

  private Batch next() {
    boolean ready = messages.isReady();
    setIdle(!ready);
    try {
      Batch batch = messages.next();
      setIdle(false);
      if (batch == null || batch.isExit()) {
        dispatcher.tookLastMessage();
      }
      return batch;
    } catch (IOException e) {
      dispatcher.inputFailed(e);
      return null;
    }
  }

  private void write(Lines texts, FrameWriter writer, OutputStream out) throws IOException {
    IOException failure = null;
    lastWrite.begun();
    try {
      writer.write(texts);
      out.flush();
    } catch (IOException e) {
      failure = e;
      throw e;
    } finally {
      lastWrite.ended(failure);
    }
  }

  private synchronized void setIdle(boolean idle) {
    this.idle = idle;
    notifyAll();
  }
}
