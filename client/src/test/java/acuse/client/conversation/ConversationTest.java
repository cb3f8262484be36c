package acuse.client.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.client.conversation.Answer.Status;
import acuse.client.conversation.PeerException.Reason;
import acuse.client.input.StreamMessages;
import acuse.client.testing.AnswerLog;
import acuse.client.testing.Talk;
import acuse.client.testing.TypedMessages;
import acuse.common.protocol.ExitWord;
import acuse.common.protocol.Protocol;
import acuse.server.AcuseServer;
import acuse.server.config.ServerConfig;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client's promises of both protocols alike, with our own server at the other end. */
class ConversationTest {
  private AnswerLog answers = new AnswerLog();

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void everyLineIsAnsweredInOrderAndTheLastNeedsNoLf(Protocol protocol) throws Exception {
    try (AcuseServer server = server()) {
      assertThat(talk(protocol, server).say("uno\r\n\nñandú\ntres").all())
          .containsExactly(
              "1 uno = Servidor " + protocol + " recibió: uno",
              "2  = Servidor " + protocol + " recibió: ",
              "3 ñandú = Servidor " + protocol + " recibió: ñandú",
              "4 tres = Servidor " + protocol + " recibió: tres");
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void nothingToSayIsAConversationToo(Protocol protocol) throws Exception {
    try (AcuseServer server = server()) {
      assertThat(talk(protocol, server).say("").all()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void exitEndsItAndWhatFollowsIsNotSent(Protocol protocol) throws Exception {
    try (AcuseServer server = server()) {
      for (String exit : List.of("exit", "EXIT", " Exit ")) {
        assertThat(talk(protocol, server).say("uno\n" + exit + "\r\ndos\n").all())
            .containsExactly(
                "1 uno = Servidor " + protocol + " recibió: uno", "2 " + exit + " exits");
        assertThat(talk(protocol, server).say(exit).all()).containsExactly("1 " + exit + " exits");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void exitHasItsTurnAfterAllThatIsUnderWay(Protocol protocol) throws Exception {
    try (AcuseServer server = server()) {
      assertThat(talk(protocol, server).window(64).say("1\n2\n3\n4\nexit\n").all())
          .containsExactly(
              "1 1 = Servidor " + protocol + " recibió: 1",
              "2 2 = Servidor " + protocol + " recibió: 2",
              "3 3 = Servidor " + protocol + " recibió: 3",
              "4 4 = Servidor " + protocol + " recibió: 4",
              "5 exit exits");
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aReplyIsThereBeforeTheNextMessageIsTyped(Protocol protocol) throws Exception {
    TypedMessages typed = new TypedMessages(false);
    AnswerLog answers = new AnswerLog();
    try (AcuseServer server = server()) {
      CompletableFuture<Void> talking =
          CompletableFuture.runAsync(
              () -> {
                try {
                  talk(protocol, server).say(typed, answers);
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      for (String message : new String[] {"uno", "dos", "dos"}) {
        typed.type(message);
        assertThat(answers.next()).endsWith("Servidor " + protocol + " recibió: " + message);
      }
      typed.end();
      talking.get();
    }
  }

  /**
   * The server closes at once, and whoever notices first must not take it for a broken connection.
   */
  @ParameterizedTest
  @EnumSource(Protocol.class)
  void anExitThatAPersonTypesIsNoBrokenConnection(Protocol protocol) throws Exception {
    try (AcuseServer server = server()) {
      for (int i = 0; i < 300; i++) {
        TypedMessages typed = new TypedMessages(true);
        typed.exit();
        talk(protocol, server).say(typed, new AnswerLog());
      }
    }
  }

  /** The sender may be done before the receiver has begun. */
  @ParameterizedTest
  @EnumSource(Protocol.class)
  void sayingNothingNeverFails(Protocol protocol) throws Exception {
    try (AcuseServer server = server()) {
      for (int i = 0; i < 1000; i++) {
        talk(protocol, server).say("");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void whereNobodyIsAllThatIsAtHandIsRefused(Protocol protocol) throws Exception {
    for (String end : List.of("", "\n", "\r\n", "\nexit\nno more\n")) {
      assertNobody(
          Reason.REFUSED, inPipe("uno\r\n\ndos" + end), Talk.over(protocol, nobody(protocol)));
      assertThat(answers.all().limit(3))
          .containsExactly("1 uno REFUSED", "2  REFUSED", "3 dos REFUSED");
      assertThat(answers.all().skip(3))
          .isEqualTo(end.contains("exit") ? List.of("4 exit exits") : List.of());
      answers = new AnswerLog();
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void exitToNobodyIsRefusedWithoutAnAnswer(Protocol protocol) throws Exception {
    assertNobody(Reason.REFUSED, inPipe("exit\n"), Talk.over(protocol, nobody(protocol)));
    assertThat(answers.all()).containsExactly("1 exit exits");
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void anUnknownNameIsNobody(Protocol protocol) throws Exception {
    assertNobody(
        Reason.UNKNOWN_HOST, inPipe("uno\ndos"), Talk.over(protocol, 1).host("nadie.invalid"));
    assertThat(answers.all()).containsExactly("1 uno REFUSED", "2 dos REFUSED");
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void anInputThatIsOpenIsNotWaitedForWhereNobodyIs(Protocol protocol) throws Exception {
    Talk nobody = Talk.over(protocol, 1).host("nadie.invalid");
    assertNobody(Reason.UNKNOWN_HOST, new TypedMessages(false), nobody);
    TypedMessages typed = new TypedMessages(false);
    typed.type("uno");
    assertNobody(Reason.UNKNOWN_HOST, typed, nobody);
    assertThat(answers.all()).containsExactly("1 uno REFUSED");
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aPersonIsNotAskedForMessagesToNobody(Protocol protocol) throws Exception {
    TypedMessages typed = new TypedMessages(true);
    typed.type("uno");
    assertNobody(Reason.UNKNOWN_HOST, typed, Talk.over(protocol, 1).host("nadie.invalid"));
    assertThat(answers.all()).isEmpty();
    assertThat(typed.isReady()).as("it is still there").isTrue();
  }

  /** An input may have no end; of this one, each read brings 64 KiB. */
  @ParameterizedTest
  @EnumSource(Protocol.class)
  void ofALongInputTheBeginningIsRefused(Protocol protocol) throws Exception {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return '\n';
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            Arrays.fill(bytes, offset, offset + length, (byte) '\n');
            return length;
          }
        };
    MessageSource messages = new StreamMessages(endless, ExitWord.of(Message.EXIT_WORD));
    AtomicLong refused = new AtomicLong();
    AnswerSink counting =
        new AnswerSink() {
          @Override
          public void answered(Answer answer) {
            assertThat(answer.status()).isEqualTo(Status.REFUSED);
            assertThat(answer.message().seq()).isEqualTo(refused.incrementAndGet());
          }

          @Override
          public void flush() {}
        };
    Talk talk = Talk.over(protocol, nobody(protocol));
    assertThatThrownBy(() -> talk.say(messages, counting)).isInstanceOf(PeerException.class);
    assertThat(refused).hasValueBetween(60_000, 3 * 65_536);
  }

  private void assertNobody(Reason reason, MessageSource messages, Talk talk) {
    assertThatThrownBy(() -> talk.say(messages, answers))
        .isInstanceOfSatisfying(PeerException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static MessageSource inPipe(String text) {
    return new StreamMessages(
        new ByteArrayInputStream(text.getBytes(UTF_8)), ExitWord.of(Message.EXIT_WORD));
  }

  private static AcuseServer server() throws Exception {
    return AcuseServer.start(ServerConfig.builder().tcpPort(0).udpPort(0).build());
  }

  private static Talk talk(Protocol protocol, AcuseServer server) {
    return Talk.over(
        protocol, (protocol == Protocol.TCP ? server.tcpAddress() : server.udpAddress()).getPort());
  }

  /** A port on which nobody listens. */
  private static int nobody(Protocol protocol) throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket tcp = new ServerSocket(0, 1, loopback);
        DatagramSocket udp = new DatagramSocket(0, loopback)) {
      return protocol == Protocol.TCP ? tcp.getLocalPort() : udp.getLocalPort();
    }
  }
}
