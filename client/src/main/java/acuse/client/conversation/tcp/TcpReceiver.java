package acuse.client.conversation.tcp;

import acuse.client.codec.Lines;
import acuse.client.codec.ReplyDecoder;
import acuse.client.conversation.MessageSource;
import acuse.client.conversation.tcp.AnswerDispatcher.PeerEnd;
import acuse.client.tls.TlsException;
import acuse.common.protocol.Framing;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** Reads replies up to the end of the stream. Runs on its own thread, which alone decodes. */
final class TcpReceiver implements Runnable {
  private final Socket socket;
  private final ReplyDecoder decoder;
  private final LastWrite lastWrite;
  private final AnswerDispatcher dispatcher;

  private boolean anyReply;

  /** Written before the dispatcher is told of the end. */
  private volatile TlsException tlsFailure;

  TcpReceiver(Socket socket, Framing framing, LastWrite lastWrite, AnswerDispatcher dispatcher) {
    this.socket = socket;
    this.decoder = ReplyDecoder.of(framing, MessageSource.MAX_MESSAGE_BYTES);
    this.lastWrite = lastWrite;
    this.dispatcher = dispatcher;
  }

  void start() {
    Thread thread = new Thread(this, "acuse-receiver");
    thread.setDaemon(true);
    thread.start();
  }

  /** The failure that broke TLS; null if the peer ended the stream, or without TLS. */
  TlsException tlsFailure() {
    return tlsFailure;
  }

  @Override
  public void run() {
    try {
      end(receiveAll());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Returns what broke the stream; null if the peer ended it. A reset ends the stream, too: whether
   * that is a fault depends on what is still owed.
   */
  private IOException receiveAll() {
    try {
      InputStream in = socket.getInputStream();
      boolean wanted = true;
      while (wanted && decoder.read(in)) {
        wanted = passOn(decoder.replies());
      }
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  /** Only the peer's own end can complete a reply: what breaks the stream may have cut it. */
  private void end(IOException failure) throws InterruptedException {
    tlsFailure = failure instanceof TlsException tls ? tls : null;
    boolean unfinished = decoder.isInReply();
    boolean broken = failure != null || (unfinished && lastWrite.wasReset());
    Lines rest = decoder.rest();
    boolean cut = unfinished && (broken || rest.count() == 0);
    if (!cut) {
      passOn(rest);
    }
    boolean unreadable = !anyReply && decoder.isUnreadable();
    dispatcher.peerEnded(unreadable ? PeerEnd.UNREADABLE : cut ? PeerEnd.CUT : PeerEnd.WHOLE);
  }

  /** Returns whether more is wanted. */
  private boolean passOn(Lines replies) {
    anyReply |= replies.count() > 0;
    return dispatcher.received(replies, System.nanoTime());
  }
}
