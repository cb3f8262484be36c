package acuse.client.conversation.tcp;

import static acuse.client.testing.ScriptedServer.readLine;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.client.conversation.Batch;
import acuse.client.conversation.Message;
import acuse.client.conversation.MessageSource;
import acuse.client.conversation.PeerException;
import acuse.client.conversation.PeerException.Reason;
import acuse.client.input.StreamMessages;
import acuse.client.output.PlainOutput;
import acuse.client.testing.AnswerLog;
import acuse.client.testing.ScriptedServer;
import acuse.client.testing.Talk;
import acuse.client.testing.TypedMessages;
import acuse.common.protocol.ExitWord;
import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.server.AcuseServer;
import acuse.server.config.ServerConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TCP servers that behave in every way that servers do. */
class TcpConversationTest {
  private final AnswerLog answers = new AnswerLog();

  @ParameterizedTest
  @EnumSource(
      value = Framing.class,
      names = {"LINE", "RAW", "LENGTH"})
  void speaksEveryFramingOfOurOwnServer(Framing framing) throws Exception {
    try (AcuseServer server =
        AcuseServer.start(ServerConfig.builder().tcpPort(0).udpPort(0).framing(framing).build())) {
      assertThat(
              Talk.over(Protocol.TCP, server.tcpAddress().getPort())
                  .framing(framing)
                  .say("uno\r\ndos\nexit\r\n")
                  .all())
          .containsExactly(
              "1 uno = Servidor TCP recibió: uno",
              "2 dos = Servidor TCP recibió: dos",
              "3 exit exits");
    }
  }

  @Test
  void doesNotWaitForOneReplyBeforeTheNextMessage() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (socket, in, out) -> {
              for (int i = 0; i < 100; i++) {
                readLine(in);
              }
              out.write(lines(100).getBytes(UTF_8));
              in.read();
            })) {
      assertThat(over(server).say(lines(100)).all()).hasSize(100).contains("100 99 = 99");
    }
  }

  @Test
  void aReplyMayDripAByteAtATime() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (socket, in, out) -> {
              socket.setTcpNoDelay(true);
              readLine(in);
              for (byte b : "ñandú\r\n".getBytes(UTF_8)) {
                out.write(b);
                out.flush();
              }
              in.read();
            })) {
      assertThat(over(server).say("hola\n").all()).containsExactly("1 hola = ñandú");
    }
  }

  @Test
  void aLastReplyNeedsNoLf() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (socket, in, out) -> {
              readLine(in);
              out.write("adiós".getBytes(UTF_8));
            })) {
      assertThat(over(server).say("hola\n").all()).containsExactly("1 hola = adiós");
    }
  }

  @Test
  void whoeverNeverAnswersIsWaitedForOnlySoLong() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    try (ScriptedServer server = new ScriptedServer((socket, in, out) -> await(done))) {
      assertThat(over(server).timeout(Duration.ofMillis(200)).say("uno\ndos\n").all())
          .containsExactly("1 uno TIMEOUT", "2 dos TIMEOUT");
      done.countDown();
    }
  }

  @Test
  void messagesThatNeverHadTheirTurnAreNamedToo() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    try (ScriptedServer server = new ScriptedServer((socket, in, out) -> await(done))) {
      assertThat(
              over(server).window(1).timeout(Duration.ofMillis(200)).say("uno\ndos\ntres\n").all())
          .containsExactly("1 uno TIMEOUT", "2 dos TIMEOUT", "3 tres TIMEOUT");
      done.countDown();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Framing.class,
      names = {"LINE", "RAW", "LENGTH"})
  void aWindowMayBeSmallerThanWhatOneReadBrings(Framing framing) throws Exception {
    try (AcuseServer server =
        AcuseServer.start(ServerConfig.builder().tcpPort(0).udpPort(0).framing(framing).build())) {
      for (int window : new int[] {1, 2, 7, 100, 101}) {
        assertThat(
                Talk.over(Protocol.TCP, server.tcpAddress().getPort())
                    .framing(framing)
                    .window(window)
                    .say(lines(100) + "exit\nno more")
                    .all())
            .as("window %d", window)
            .isEqualTo(
                IntStream.rangeClosed(0, 100)
                    .mapToObj(
                        i ->
                            i == 100
                                ? "101 exit exits"
                                : (i + 1) + " " + i + " = Servidor TCP recibió: " + i)
                    .toList());
      }
    }
  }

  @Test
  void noMoreIsSentThanTheWindowHasRoomFor() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (socket, in, out) -> {
              readLine(in);
              readLine(in);
              out.write(("and " + in.available() + " bytes\nyes\n").getBytes(UTF_8));
              readLine(in);
              out.write("yes\n".getBytes(UTF_8));
            })) {
      assertThat(over(server).window(2).say("a\nb\nc\n").all())
          .containsExactly("1 a = and 0 bytes", "2 b = yes", "3 c = yes");
    }
  }

  @Test
  void ofMessagesSentTogetherOnlyThoseWithoutAnAnswerAreNamed() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(
            (socket, in, out) -> {
              readLine(in);
              readLine(in);
              out.write("1\r\n2\n".getBytes(UTF_8));
              await(done);
            })) {
      assertThat(
              over(server).window(4).timeout(Duration.ofMillis(500)).say("a\r\nb\nc\nd\ne").all())
          .containsExactly("1 a = 1", "2 b = 2", "3 c TIMEOUT", "4 d TIMEOUT", "5 e TIMEOUT");
      done.countDown();
    }
  }

  @Test
  void moreRepliesThanMessagesAreSaidToBeUnasked() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (socket, in, out) -> {
              readLine(in);
              readLine(in);
              out.write("uno\ndos\ntres\n\ncin".getBytes(UTF_8));
            })) {
      assertThat(over(server).say("a\nb\n").all())
          .startsWith("1 a = uno", "2 b = dos", "unasked tres", "unasked ");
    }
  }

  @Test
  void anEmptyMessageCannotBeSentWithoutFramingAndTheRestGoesOn() throws Exception {
    try (AcuseServer server =
        AcuseServer.start(
            ServerConfig.builder().tcpPort(0).udpPort(0).framing(Framing.RAW).build())) {
      assertThat(
              Talk.over(Protocol.TCP, server.tcpAddress().getPort())
                  .framing(Framing.RAW)
                  .say("uno\n\ndos\n")
                  .all())
          .containsExactly(
              "1 uno = Servidor TCP recibió: uno",
              "2  UNSENDABLE",
              "3 dos = Servidor TCP recibió: dos");
    }
  }

  @Test
  void aServerOfAnotherFramingIsToldFromABrokenOne() throws Exception {
    try (AcuseServer server =
        AcuseServer.start(ServerConfig.builder().tcpPort(0).udpPort(0).build())) {
      assertThatThrownBy(
              () ->
                  Talk.over(Protocol.TCP, server.tcpAddress().getPort())
                      .framing(Framing.LENGTH)
                      .say("uno\n"))
          .hasMessage("reason=UNREADABLE unanswered=1");
    }
  }

  @Test
  void aFarewellIsNotOwed() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    try (ScriptedServer server = new ScriptedServer((socket, in, out) -> await(done))) {
      assertThat(over(server).timeout(Duration.ofMillis(200)).say("exit\n").all())
          .containsExactly("1 exit exits");
      done.countDown();
    }
  }

  /** Ours gives none, others do. */
  @Test
  void aFarewellIsNoReply() throws Exception {
    try (ScriptedServer server = new ScriptedServer((socket, in, out) -> in.transferTo(out))) {
      assertThat(over(server).say("uno\nexit\n").all())
          .containsExactly("1 uno = uno", "2 exit exits");
    }
  }

  /** Wherever the reads of the input end: in the middle of a CRLF, too. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1000})
  void linesGoOutAsTheyCameIn(int window) throws Exception {
    String lines = "uno\r\n\n\r\ndos\r\r\ntres\n Exit\r\n";
    byte[] input = (lines + "no more\n").getBytes(UTF_8);
    for (int split = 0; split <= input.length; split++) {
      AnswerLog answers = new AnswerLog();
      ByteArrayOutputStream received = new ByteArrayOutputStream();
      try (ScriptedServer server = echo(received)) {
        over(server).window(window).say(inTwoReads(input, split), answers);
      }
      assertThat(received.toString(UTF_8)).as("split at %d", split).isEqualTo(lines);
      assertThat(answers.all())
          .containsExactly(
              "1 uno = uno", "2  = ", "3  = ", "4 dos\r = dos\r", "5 tres = tres", "6  Exit exits");
    }
  }

  @Test
  void aLastLineGetsALf() throws Exception {
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    try (ScriptedServer server = echo(received)) {
      assertThat(over(server).say("uno\r\ndos").all())
          .containsExactly("1 uno = uno", "2 dos = dos");
    }
    assertThat(received.toString(UTF_8)).isEqualTo("uno\r\ndos\n");
  }

  @ParameterizedTest
  @EnumSource(
      value = Framing.class,
      names = {"RAW", "LENGTH"})
  void whatIsNotSeparatedByLinesHasNoEnds(Framing framing) throws Exception {
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    try (ScriptedServer server = echo(received)) {
      assertThat(over(server).framing(framing).say("uno\r\ndos\n").all())
          .containsExactly("1 uno = uno", "2 dos = dos");
    }
    assertThat(received.toString(UTF_8))
        .isEqualTo(framing == Framing.RAW ? "unodos" : "\0\0\0\u0003uno\0\0\0\u0003dos");
  }

  @ParameterizedTest
  @MethodSource("cutReplies")
  void aReplyThatAResetCutsOffIsNone(Framing framing, String whole, String part) throws Exception {
    for (boolean interactive : new boolean[] {false, true}) {
      AnswerLog answers = new AnswerLog();
      try (ScriptedServer server =
          new ScriptedServer(
              (socket, in, out) -> {
                in.readNBytes(3 * framed(framing, "uno").length);
                out.write(bytes(whole + part));
                socket.setSoLinger(true, 0);
              })) {
        TypedMessages typed = new TypedMessages(interactive);
        List.of("uno", "dos", "res").forEach(typed::type);
        assertThatThrownBy(() -> over(server).framing(framing).say(typed, answers))
            .hasMessage("reason=CUT unanswered=2");
        assertThat(answers.all()).containsExactly("1 uno = sí", "2 dos CLOSED", "3 res CLOSED");
      }
    }
  }

  /** A FIN is the peer's own word that it has said all: of a line, not of a length. */
  @ParameterizedTest
  @MethodSource("cutReplies")
  void aFinEndsALineAndCutsALength(Framing framing, String whole, String part) throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (socket, in, out) -> {
              in.readNBytes(3 * framed(framing, "uno").length);
              out.write(bytes(whole + part));
            })) {
      TypedMessages typed = new TypedMessages(false);
      List.of("uno", "dos", "res").forEach(typed::type);
      assertThatThrownBy(() -> over(server).framing(framing).say(typed, answers))
          .hasMessage(
              framing == Framing.LINE ? "reason=BROKEN unanswered=1" : "reason=CUT unanswered=2");
      assertThat(answers.all().toList().get(1))
          .isEqualTo(framing == Framing.LINE ? "2 dos = " + part : "2 dos CLOSED");
    }
  }

  static Stream<Arguments> cutReplies() {
    String length = "\u0000\u0000\u0000\u0002";
    return Stream.of(
        Arguments.of(Framing.LINE, "s\u00ed\r\n", "n"),
        Arguments.of(Framing.LINE, "s\u00ed\n", "no\r"),
        Arguments.of(Framing.LENGTH, "\u0000\u0000\u0000\u0003s\u00ed", "\u0000"),
        Arguments.of(Framing.LENGTH, "\u0000\u0000\u0000\u0003s\u00ed", length),
        Arguments.of(Framing.LENGTH, "\u0000\u0000\u0000\u0003s\u00ed", length + "n"));
  }

  /** The first reply of all, which might be taken for another framing. */
  @Test
  void aFirstReplyThatIsCutIsNotBlamedOnTheFraming() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (socket, in, out) -> {
              in.readNBytes(7);
              out.write(bytes("\u0000\u0000\u0000\u0005cor"));
            })) {
      assertThatThrownBy(() -> over(server).framing(Framing.LENGTH).say("uno\n"))
          .hasMessage("reason=CUT unanswered=1");
    }
  }

  @Test
  void aResetAfterTheLastReplyTakesNothingAway() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (socket, in, out) -> {
              readLine(in);
              out.write("r\n".getBytes(UTF_8));
              socket.setSoLinger(true, 0);
            })) {
      assertThat(over(server).say("uno\n").all()).containsExactly("1 uno = r");
    }
  }

  @Test
  void aServerThatClosesMidwayLeavesTheRestUnanswered() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (socket, in, out) -> {
              for (int i = 0; i < 3; i++) {
                readLine(in);
              }
              out.write("r\n".getBytes(UTF_8));
            })) {
      assertBroken(server, "uno\ndos\ntres\n", 2);
      assertThat(answers.all()).containsExactly("1 uno = r", "2 dos CLOSED", "3 tres CLOSED");
    }
  }

  @Test
  void aResetLeavesTheRestUnanswered() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (socket, in, out) -> {
              readLine(in);
              socket.setSoLinger(true, 0);
            })) {
      assertBroken(server, "uno\n", 1);
      assertThat(answers.all()).containsExactly("1 uno CLOSED");
    }
  }

  @Test
  void whatNobodyAskedForIsNoReply() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (socket, in, out) -> {
              readLine(in);
              out.write("uno\ndos\n".getBytes(UTF_8));
              in.read();
            })) {
      TypedMessages typed = new TypedMessages(false);
      typed.type("hola");
      Thread ending =
          new Thread(
              () -> {
                try {
                  assertThat(answers.next()).isEqualTo("1 hola = uno");
                  assertThat(answers.next()).isEqualTo("unasked dos");
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                typed.end();
              });
      ending.start();
      over(server).say(typed, answers);
      ending.join();
    }
  }

  @Test
  void theServerGoingAwayEndsAConversationThatAPersonIsTyping() throws Exception {
    try (ScriptedServer server = new ScriptedServer((socket, in, out) -> {})) {
      assertThatThrownBy(() -> over(server).say(new TypedMessages(true), answers))
          .isInstanceOf(PeerException.class)
          .hasMessage("reason=BROKEN unanswered=0");
    }
  }

  @Test
  void aServerThatNeverReadsHoldsTheInputBack() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    AtomicLong taken = new AtomicLong();
    byte[] message = new byte[1000];
    MessageSource endless =
        new MessageSource() {
          @Override
          public Batch next() {
            return Batch.of(new Message(taken.incrementAndGet(), message, false));
          }

          @Override
          public boolean isReady() {
            return true;
          }

          @Override
          public boolean isInteractive() {
            return false;
          }
        };
    try (ScriptedServer server = new ScriptedServer((socket, in, out) -> await(done))) {
      over(server).window(1_000_000).timeout(Duration.ofSeconds(1)).say(endless, answers);
      done.countDown();
    }
    assertThat(taken.get() * message.length).isLessThan(5 << 20);
  }

  @Test
  void anOutputThatNobodyReadsEndsIt() throws Exception {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    TypedMessages typed = new TypedMessages(false);
    typed.type("hola");
    try (ScriptedServer server =
        new ScriptedServer(
            (socket, in, out) -> {
              readLine(in);
              out.write('\n');
              in.read();
            })) {
      assertThatThrownBy(() -> over(server).say(typed, new PlainOutput(gone, false)))
          .hasMessage("Broken pipe");
    }
  }

  @Test
  void ofMessagesSentTogetherTheBrokenConnectionsAreCounted() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            (socket, in, out) -> {
              in.readNBytes(8);
              out.write("r\nr\n".getBytes(UTF_8));
            })) {
      StreamMessages messages =
          new StreamMessages(
              new ByteArrayInputStream("a\nb\nc\nd\n".getBytes(UTF_8)),
              ExitWord.of(Message.EXIT_WORD));
      assertThatThrownBy(() -> over(server).say(messages, answers))
          .hasMessage("reason=BROKEN unanswered=2");
      assertThat(answers.all()).containsExactly("1 a = r", "2 b = r", "3 c CLOSED", "4 d CLOSED");
    }
  }

  private void assertBroken(ScriptedServer server, String input, long unanswered) {
    TypedMessages typed = new TypedMessages(false);
    input.lines().forEach(typed::type);
    typed.end();
    assertThatThrownBy(() -> over(server).say(typed, answers))
        .isInstanceOfSatisfying(
            PeerException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.BROKEN);
              assertThat(e.unanswered()).isEqualTo(unanswered);
            });
  }

  /** Returns what it gets, and keeps it; ready to be looked at when the conversation is over. */
  private static ScriptedServer echo(ByteArrayOutputStream received) throws IOException {
    return new ScriptedServer(
        (socket, in, out) -> {
          byte[] buffer = new byte[1000];
          for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            received.write(buffer, 0, length);
            out.write(buffer, 0, length);
          }
        });
  }

  private static MessageSource inTwoReads(byte[] input, int split) {
    return new StreamMessages(
        new SequenceInputStream(
            new ByteArrayInputStream(input, 0, split),
            new ByteArrayInputStream(input, split, input.length - split)),
        ExitWord.of(Message.EXIT_WORD));
  }

  private static byte[] framed(Framing framing, String message) {
    return bytes(framing == Framing.LINE ? message + "\n" : "len " + message);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static Talk over(ScriptedServer server) {
    return Talk.over(Protocol.TCP, server.port());
  }

  private static String lines(int count) {
    return IntStream.range(0, count).mapToObj(i -> i + "\n").collect(Collectors.joining());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
