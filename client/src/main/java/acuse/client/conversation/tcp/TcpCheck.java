package acuse.client.conversation.tcp;

import acuse.client.conversation.Answer;
import acuse.client.conversation.Answer.Status;
import acuse.client.conversation.ExpectedText;
import acuse.client.conversation.Message;
import acuse.client.conversation.PeerException;
import acuse.client.conversation.PeerException.Reason;
import acuse.client.tls.TlsException;
import acuse.client.tls.TlsException.Problem;
import acuse.common.codec.FrameEncoder;
import acuse.common.protocol.LineEnding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * Asks a server who it is: by an empty message, for some servers speak first and others only when
 * they are asked. All that comes is looked at, for nobody can tell a greeting from a reply.
 *
 * <pre>
 * we:      LF … FIN
 * server:  SSH-2.0-OpenSSH_9.2  CR LF     or    Servidor TCP recibió:  LF
 * </pre>
 */
public final class TcpCheck {
  /** A server that has not said the text by then will not say it. */
  private static final int MAX_BYTES = 64 * 1024;

  private final Socket socket;
  private final ExpectedText expected;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

  /** Asks over {@code socket}, which is not closed here. */
  public TcpCheck(Socket socket, ExpectedText expected) {
    this.socket = socket;
    this.expected = expected;
  }

  /**
   * The outcome of an empty message. It has a reply as soon as the expected text came; an
   * unexpected one if anything else had come when the server ended or the time was up.
   *
   * @param frame how it is sent; not at all if it cannot be
   * @throws PeerException if the server ended without a word, or does not want us in TLS
   */
  public Answer ask(FrameEncoder frame, Duration timeout) throws PeerException {
    Message empty = new Message(1, new byte[0], false);
    long startNanos = System.nanoTime();
    boolean ended = hear(frame, startNanos + timeout.toNanos());
    byte[] reply = heard.toByteArray();
    if (reply.length > 0) {
      Duration roundTrip = Duration.ofNanos(System.nanoTime() - startNanos);
      Answer answer = Answer.reply(empty, reply, LineEnding.NONE, roundTrip, 1);
      return expected.isIn(reply) ? answer : answer.unexpected();
    }
    if (ended) {
      throw PeerException.ended(Reason.BROKEN, 1);
    }
    return Answer.none(empty, Status.TIMEOUT, 1);
  }

  /** Returns whether the server ended; if not, the text came or the time was up. */
  private boolean hear(FrameEncoder frame, long endNanos) throws PeerException {
    try {
      askForIt(frame);
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[8 * 1024];
      int read = 0;
      while (read >= 0 && heard.size() < MAX_BYTES && !expected.isIn(heard.toByteArray())) {
        long millisLeft = (endNanos - System.nanoTime() + 999_999) / 1_000_000;
        if (millisLeft <= 0) {
          return false;
        }
        socket.setSoTimeout((int) millisLeft);
        read = in.read(buffer);
        heard.write(buffer, 0, Math.max(0, read));
      }
      return read < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      if (e instanceof TlsException refusal && refusal.problem() != Problem.CUT) {
        throw PeerException.tls(refusal);
      }
      return true;
    }
  }

  /** A server that has ended already may have said something all the same. */
  private void askForIt(FrameEncoder frame) {
    try {
      if (frame.canCarry(0)) {
        byte[] bytes = new byte[frame.headerBytes() + frame.ending().length()];
        if (frame.ending().length() > 0) {
          bytes[bytes.length - 1] = '\n';
        }
        socket.getOutputStream().write(bytes);
      }
      socket.shutdownOutput();
    } catch (IOException e) {
      // The bytes that can be read tell more.
    }
  }
}
