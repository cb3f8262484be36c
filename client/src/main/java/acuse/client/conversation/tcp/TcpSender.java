package acuse.client.conversation.tcp;

import acuse.client.codec.BatchOutputStream;
import acuse.client.codec.Lines;
import acuse.client.conversation.Batch;
import acuse.client.conversation.MessageSource;
import acuse.common.protocol.Framing;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;

/**
 * Sends messages as fast as the peer takes them, and FIN after the last: as many at once as are
 * ready, and none later than that. Runs on its own thread.
 */
final class TcpSender implements Runnable {
  private final Socket socket;
  private final Framing framing;
  private final MessageSource messages;
  private final Outstanding outstanding;
  private final TcpProgress progress;
  private final TcpReceiver receiver;
  private final Thread thread = new Thread(this, "acuse-sender");

  private volatile boolean waitingForInput;

  TcpSender(
      Socket socket,
      Framing framing,
      MessageSource messages,
      Outstanding outstanding,
      TcpProgress progress,
      TcpReceiver receiver) {
    this.socket = socket;
    this.framing = framing;
    this.messages = messages;
    this.outstanding = outstanding;
    this.progress = progress;
    this.receiver = receiver;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /**
   * Waits, after the socket was closed, until this has put every message that it took with the
   * {@link Outstanding}. Does not wait for a message that is still to be typed.
   */
  void awaitEnd() throws InterruptedException {
    while (thread.isAlive() && !waitingForInput) {
      thread.join(1);
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
    }
  }

  private void sendAll() throws IOException, InterruptedException {
    OutputStream out = new BatchOutputStream(socket.getOutputStream());
    Batch batch = next();
    while (batch != null) {
      int from = 0;
      while (from < batch.size()) {
        int to = from + Math.min(batch.size() - from, outstanding.awaitRoom());
        send(batch.part(from, to), out);
        from = to;
      }
      boolean last = batch.isExit() || (outstanding.isClosed() && !messages.isReady());
      batch = last ? null : next();
    }
    socket.shutdownOutput();
    progress.finishedSending();
  }

  /** Sends messages for which there is room. */
  private void send(Batch batch, OutputStream out) throws IOException {
    if (cannotBeSent(batch)) {
      receiver.refuse(batch.message(0));
    } else if (outstanding.add(batch)) {
      if (progress.isPeerFinished()) {
        progress.sentInVain();
        throw new SocketException("the peer has finished");
      }
      write(batch.texts(), out);
    }
  }

  /** Without framing, nothing of an empty one would reach the peer; and there is room for one. */
  private boolean cannotBeSent(Batch batch) {
    return framing == Framing.RAW && batch.texts().length(0) == 0;
  }

  private Batch next() {
    boolean ready = messages.isReady();
    if (!ready) {
      waitingForInput = true;
    }
    try {
      Batch batch = messages.next();
      if (batch == null || batch.isExit()) {
        progress.tookLastMessage();
      }
      return batch;
    } catch (IOException e) {
      progress.failed(e);
      return null;
    } finally {
      if (!ready) {
        waitingForInput = false;
      }
    }
  }

  private void write(Lines texts, OutputStream out) throws IOException {
    IOException failure = null;
    progress.beginsWriting();
    try {
      writeFramed(texts, out);
      out.flush();
    } catch (IOException e) {
      failure = e;
      throw e;
    } finally {
      progress.endsWriting(failure);
    }
  }

  private void writeFramed(Lines texts, OutputStream out) throws IOException {
    if (framing == Framing.LINE) {
      texts.writeAsReadTo(out); // a server may want its CRLF
      return;
    }
    for (int i = 0; i < texts.count(); i++) {
      if (framing == Framing.LENGTH) {
        writeLength(texts.length(i), out);
      }
      out.write(texts.get(i));
    }
  }

  /** Most significant byte first. */
  private static void writeLength(int length, OutputStream out) throws IOException {
    for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      out.write(length >>> shift);
    }
  }
}
