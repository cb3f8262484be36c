package acuse.client.conversation;

import acuse.client.lines.BatchOutputStream;
import acuse.common.protocol.Framing;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends messages as fast as the peer takes them, and FIN after the last: as many at once as are
 * ready, and none later than that. Runs on its own thread.
 */
final class TcpSender implements Runnable {
  private static final int BATCH_BYTES = 64 * 1024;

  private final Socket socket;
  private final Framing framing;
  private final MessageSource messages;
  private final Outstanding outstanding;
  private final TcpProgress progress;
  private final TcpReceiver receiver;
  private final Thread thread = new Thread(this, "acuse-sender");

  /** Taken, and not yet put with the {@link Outstanding}; empty while waiting for input. */
  private final List<Message> batch = new ArrayList<>();

  private int batchBytes;
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
      // The peer takes no more. What it said before is still to be read; the receiver knows when
      // that ends.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendAll() throws IOException, InterruptedException {
    OutputStream out = new BatchOutputStream(socket.getOutputStream());
    int room = 0;
    Message message = next();
    while (message != null) {
      if (batch.isEmpty()) {
        room = outstanding.awaitRoom();
      }
      if (cannotBeSent(message)) {
        receiver.refuse(message);
      } else {
        batch.add(message);
        batchBytes += message.bytes().length + 1;
      }
      boolean complete =
          message.isExit()
              || !messages.isReady()
              || batch.size() == room
              || batchBytes >= BATCH_BYTES;
      if (complete && !sendBatch(out)) {
        return;
      }
      message = message.isExit() ? null : next();
    }
    socket.shutdownOutput();
    progress.finishedSending();
  }

  /** Returns whether there is a point in taking more messages. */
  private boolean sendBatch(OutputStream out) throws IOException {
    boolean open = outstanding.add(batch);
    if (open && progress.isPeerFinished()) {
      progress.sentInVain();
      return false;
    }
    if (open) {
      for (Message message : batch) {
        write(message, out);
      }
      out.flush();
    }
    batch.clear();
    batchBytes = 0;
    return open || messages.isReady();
  }

  /** Without framing, nothing of it would reach the peer. There, a batch has one message. */
  private boolean cannotBeSent(Message message) {
    return framing == Framing.RAW && message.bytes().length == 0;
  }

  private Message next() {
    boolean ready = messages.isReady();
    if (!ready) {
      waitingForInput = true;
    }
    try {
      Message message = messages.next();
      if (message == null || message.isExit()) {
        progress.tookLastMessage();
      }
      return message;
    } catch (IOException e) {
      progress.failed(e);
      return null;
    } finally {
      if (!ready) {
        waitingForInput = false;
      }
    }
  }

  private void write(Message message, OutputStream out) throws IOException {
    if (framing == Framing.LENGTH) {
      writeLength(message.bytes().length, out);
    }
    out.write(message.bytes());
    if (framing == Framing.LINE) {
      out.write('\n');
    }
  }

  /** Most significant byte first. */
  private static void writeLength(int length, OutputStream out) throws IOException {
    for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      out.write(length >>> shift);
    }
  }
}
