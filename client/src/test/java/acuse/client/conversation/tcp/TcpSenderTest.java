package acuse.client.conversation.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.client.codec.Lines;
import acuse.client.conversation.Answer.Status;
import acuse.client.conversation.Message;
import acuse.client.conversation.MessageSource;
import acuse.client.conversation.tcp.AnswerDispatcher.PeerEnd;
import acuse.client.input.StreamMessages;
import acuse.client.testing.AnswerLog;
import acuse.common.codec.FrameEncoder;
import acuse.common.protocol.ExitWord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sender alone, on the test's own thread. */
class TcpSenderTest {
  private static final Duration LONG = Duration.ofHours(1);

  /** Of a peer that has gone. */
  private static final class BrokenSocket extends Socket {
    @Override
    public OutputStream getOutputStream() {
      return new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          throw new SocketException("Connection reset by peer");
        }
      };
    }
  }

  private final AnswerLog answers = new AnswerLog();
  private final Outstanding outstanding = new Outstanding(1);
  private final LastWrite lastWrite = new LastWrite();
  private final AnswerDispatcher dispatcher =
      new AnswerDispatcher(FrameEncoder.LINE, outstanding, answers, LONG, false);

  @Test
  void messagesBehindOneThatThePeerDoesNotTakeAreOwedAnAnswerToo() throws Exception {
    send(new ByteArrayInputStream("uno\ndos\ntres\n".getBytes(UTF_8)));
    assertThat(lastWrite.wasReset()).isTrue();
    assertThat(dispatcher.tellUnanswered(Status.CLOSED)).isEqualTo(3);
    assertThat(answers.all()).containsExactly("1 uno CLOSED", "2 dos CLOSED", "3 tres CLOSED");
  }

  @Test
  void theExitWordBehindThemHasItsTurn() throws Exception {
    send(new ByteArrayInputStream("uno\ndos\nexit\ntres\n".getBytes(UTF_8)));
    assertThat(dispatcher.isAllTaken()).isTrue();
    assertThat(dispatcher.tellUnanswered(Status.CLOSED)).isEqualTo(2);
    assertThat(answers.all()).containsExactly("1 uno CLOSED", "2 dos CLOSED", "3 exit exits");
  }

  /** The peer's FIN may come before the sender has seen the end of the input. */
  @Test
  void aPeerThatEndsAfterTheLastReplyHasBrokenNothing() throws Exception {
    Socket answering =
        new Socket() {
          @Override
          public OutputStream getOutputStream() {
            return new ByteArrayOutputStream() {
              @Override
              public synchronized void write(byte[] bytes, int offset, int length) {
                dispatcher.received(Lines.of(List.of("r".getBytes(UTF_8))), System.nanoTime());
                dispatcher.peerEnded(PeerEnd.WHOLE);
              }
            };
          }
        };
    send(new ByteArrayInputStream("uno\n".getBytes(UTF_8)), answering);
    dispatcher.awaitEnd();
    assertThat(dispatcher.isAllTaken()).isTrue();
    assertThat(dispatcher.tellUnanswered(Status.CLOSED)).isZero();
    assertThat(answers.all()).containsExactly("1 uno = r");
  }

  @Test
  void anInputThatFailsEndsTheConversation() throws Exception {
    send(
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Input/output error");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            throw new IOException("Input/output error");
          }
        });
    dispatcher.awaitEnd();
    assertThatThrownBy(() -> dispatcher.tellUnanswered(Status.CLOSED))
        .hasMessage("Input/output error");
  }

  private void send(InputStream input) throws Exception {
    send(input, new BrokenSocket());
  }

  private void send(InputStream input, Socket peer) throws Exception {
    MessageSource messages = new StreamMessages(input, ExitWord.of(Message.EXIT_WORD));
    try (Socket socket = peer) {
      TcpSender sender =
          new TcpSender(socket, FrameEncoder.LINE, messages, outstanding, lastWrite, dispatcher);
      sender.run();
      sender.awaitIdle();
    }
  }
}
