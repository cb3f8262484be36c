package acuse.client.conversation;

import acuse.common.protocol.Framing;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;

/**
 * Sends messages as fast as the peer takes them, and FIN after the last. Runs on its own thread.
 */
final class TcpSender implements Runnable {
  private static final int BUFFER_BYTES = 64 * 1024;

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
      // The peer takes no more. What it said before is still to be read; the receiver knows when
      // that ends.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendAll() throws IOException, InterruptedException {
    DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES));
    Message message = next();
    while (message != null) {
      if (outstanding.isFull()) {
        out.flush();
      }
      if (cannotBeSent(message)) {
        outstanding.awaitRoom();
        receiver.refuse(message);
      } else if (outstanding.add(message)) {
        if (progress.isPeerFinished()) {
          progress.sentInVain();
          return;
        }
        write(message, out);
      } else if (!messages.isReady()) {
        return;
      }
      if (!messages.isReady()) {
        out.flush();
      }
      message = message.isExit() ? null : next();
    }
    out.flush();
    socket.shutdownOutput();
    progress.finishedSending();
  }

  /** Without framing, nothing of it would reach the peer. */
  private boolean cannotBeSent(Message message) {
    return framing == Framing.RAW && message.bytes().length == 0;
  }

  private Message next() {
    waitingForInput = !messages.isReady();
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
      waitingForInput = false;
    }
  }

  private void write(Message message, DataOutputStream out) throws IOException {
    if (framing == Framing.LENGTH) {
      out.writeInt(message.bytes().length);
    }
    out.write(message.bytes());
    if (framing == Framing.LINE) {
      out.write('\n');
    }
  }
}
