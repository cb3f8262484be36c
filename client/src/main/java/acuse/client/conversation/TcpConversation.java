package acuse.client.conversation;

import acuse.common.codec.MessageSink;
import acuse.common.codec.StreamDecoder;
import acuse.common.protocol.Framing;
import acuse.common.protocol.LineEnding;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

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
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Socket socket;
  private final Framing framing;
  private final Duration timeout;
  private final Outstanding outstanding;
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Held while answers are passed on, so that one thread at a time does. */
  private final Object answering = new Object();

  private volatile boolean allSent;
  private volatile boolean peerFinished;
  private volatile IOException localFailure;

  /**
   * Talks over an open connection.
   *
   * @param socket closed when this is
   * @param framing what marks messages, both ways; not {@link Framing#AUTO}
   * @param timeout for each reply
   * @param window how many messages may wait for a reply at once; without framing it is one, for
   *     only taking turns tells replies apart
   */
  public TcpConversation(Socket socket, Framing framing, Duration timeout, int window) {
    this.socket = socket;
    this.framing = framing;
    this.timeout = timeout;
    this.outstanding = new Outstanding(framing == Framing.RAW ? 1 : window);
  }

  @Override
  public void run(MessageSource messages, AnswerSink answers)
      throws IOException, InterruptedException {
    start("sender", () -> send(messages));
    start("receiver", () -> receive(messages, answers));
    boolean overdue = awaitEndOrOverdue(messages.isInteractive(), answers);
    synchronized (answering) {
      close();
      if (localFailure != null) {
        throw localFailure;
      }
      List<Message> owed = outstanding.owed();
      for (Message message : owed) {
        answers.answered(
            Answer.none(message, overdue ? Answer.Status.TIMEOUT : Answer.Status.CLOSED, 1));
      }
      answers.flush();
      if (!overdue && (!owed.isEmpty() || !allSent)) {
        throw PeerException.broken(owed.size());
      }
    }
  }

  @Override
  public void close() {
    outstanding.close();
    ended.countDown();
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }

  /**
   * A script's conversation ends with the first message that is overdue: on a stream that has
   * stopped, the rest would only wait as long. A person is told, and goes on.
   */
  private boolean awaitEndOrOverdue(boolean interactive, AnswerSink answers)
      throws IOException, InterruptedException {
    Duration timeLeft = timeout;
    while (!ended.await(timeLeft.toNanos(), TimeUnit.NANOSECONDS)) {
      synchronized (answering) { // whoever is busy with replies is not waiting for any
        timeLeft = outstanding.timeLeft(timeout);
        if (timeLeft.isNegative() || timeLeft.isZero()) {
          if (!interactive) {
            return true;
          }
          Message oldest = outstanding.giveUpOldest();
          if (oldest.isExit()) {
            return true;
          }
          answers.answered(Answer.none(oldest, Answer.Status.TIMEOUT, 1));
          answers.flush();
          timeLeft = outstanding.timeLeft(timeout);
        }
      }
    }
    return false;
  }

  private void send(MessageSource messages) {
    try {
      DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES));
      Message message = next(messages);
      while (message != null) {
        if (outstanding.isFull()) {
          out.flush();
        }
        if (!outstanding.add(message)) {
          return;
        }
        if (peerFinished) {
          ended.countDown();
          return;
        }
        write(message, out);
        if (!messages.isReady()) {
          out.flush();
        }
        message = message.isExit() ? null : next(messages);
      }
      out.flush();
      socket.shutdownOutput();
      allSent = true;
      endIfDone(messages);
    } catch (IOException e) {
      // The peer takes no more. What it said before that is still to be read, and the receiver
      // knows
      // when that ends.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Message next(MessageSource messages) {
    try {
      return messages.next();
    } catch (IOException e) {
      localFailure = e;
      ended.countDown();
      return null;
    }
  }

  private void write(Message message, DataOutputStream out) throws IOException {
    byte[] bytes = message.bytes();
    if (framing == Framing.LENGTH) {
      out.writeInt(bytes.length);
    }
    out.write(bytes);
    if (framing == Framing.LINE) {
      out.write('\n');
    }
  }

  private void receive(MessageSource messages, AnswerSink answers) {
    byte[] buffer = new byte[BUFFER_BYTES];
    StreamDecoder decoder = StreamDecoder.of(framing, MessageSource.MAX_MESSAGE_BYTES);
    Replies replies = new Replies(answers);
    try {
      InputStream in = socket.getInputStream();
      int length = read(in, buffer);
      while (length >= 0) {
        synchronized (answering) {
          if (socket.isClosed()) {
            return;
          }
          ByteBuf received = Unpooled.wrappedBuffer(buffer, 0, length);
          boolean any = false;
          while (received.isReadable()) {
            any |= decoder.decode(received, replies);
          }
          if (any) {
            answers.flush();
            outstanding.listenAnew();
          }
        }
        endIfDone(messages);
        length = read(in, buffer);
      }
      synchronized (answering) {
        if (socket.isClosed()) {
          return;
        }
        decoder.end(replies);
        answers.flush();
      }
    } catch (UncheckedIOException e) {
      localFailure = e.getCause();
      ended.countDown();
    } catch (IOException e) {
      localFailure = e;
      ended.countDown();
    } finally {
      decoder.release();
    }
    peerFinished = true;
    endIfDone(messages);
  }

  /** A reset is an end like any other here: what counts is whether answers are still owed. */
  private static int read(InputStream in, byte[] buffer) {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      return -1;
    }
  }

  private void endIfDone(MessageSource messages) {
    boolean done =
        peerFinished
            ? allSent || outstanding.anyOwed() || messages.isInteractive()
            : allSent && outstanding.isEmpty();
    if (done) {
      ended.countDown();
    }
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, "acuse-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Gives each reply to the oldest message that waits for one. */
  private final class Replies implements MessageSink {
    private final AnswerSink answers;

    Replies(AnswerSink answers) {
      this.answers = answers;
    }

    @Override
    public void message(ByteBuf bytes, int index, int length, LineEnding ending) {
      byte[] reply = ByteBufUtil.getBytes(bytes, index, length, true);
      Answer answer = outstanding.answerOldest(reply);
      try {
        if (answer == null) {
          answers.unasked(reply);
        } else {
          answers.answered(answer);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void messageTooLong(LineEnding ending) {
      throw new UncheckedIOException(
          new IOException("reply longer than bytes=" + MessageSource.MAX_MESSAGE_BYTES));
    }
  }
}
