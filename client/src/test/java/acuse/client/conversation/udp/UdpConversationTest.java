package acuse.client.conversation.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.client.conversation.Conversation;
import acuse.client.conversation.PeerException;
import acuse.client.conversation.PeerException.Reason;
import acuse.client.testing.AnswerLog;
import acuse.client.testing.LossyPath;
import acuse.client.testing.Talk;
import acuse.client.testing.TypedMessages;
import acuse.client.testing.UdpPeer;
import acuse.client.testing.Weather;
import acuse.common.protocol.Protocol;
import acuse.server.AcuseServer;
import acuse.server.config.ServerConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Datagrams that get lost, doubled, delayed and reordered, and peers that do as they like. */
class UdpConversationTest {
  private static final String REPLY_PREFIX = "Servidor UDP recibió: ";

  /** For tests in which something is to be overdue. */
  private static final Duration SHORT = Duration.ofMillis(100);

  /** With waits that double, more than a minute for a message: no slow machine comes near that. */
  private static final int PLENTY_OF_RETRIES = 10;

  private final AnswerLog answers = new AnswerLog();

  @ParameterizedTest(name = "seed {0}, window {1}, {2} messages")
  @CsvSource({"1, 1, 20", "2, 1, 20", "3, 1, 20", "4, 64, 150", "5, 64, 150", "6, 64, 150"})
  void inAStormEveryMessageGetsItsOwnReply(long seed, int window, int count) throws Exception {
    List<String> messages = messagesThatLookAlike(count);
    try (AcuseServer server = server();
        LossyPath path = path(server, Weather.stormy(seed, Duration.ofMillis(30)))) {
      AnswerLog answers =
          Talk.over(Protocol.UDP, path.port())
              .window(window)
              .timeout(Duration.ofMillis(40))
              .retries(PLENTY_OF_RETRIES)
              .say(String.join("\n", messages) + "\n");
      assertThat(answers.all())
          .as("seed %d", seed)
          .containsExactlyElementsOf(acknowledged(messages));
      assertThat(answers.attempts()).as("something was lost").anyMatch(tries -> tries > 1);
    }
  }

  /**
   * So that confusing any two would show: numbers inside numbers, repetitions, and an empty one.
   */
  private static List<String> messagesThatLookAlike(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                switch (i % 10) {
                  case 7 -> "hola";
                  case 8 -> i == 8 ? "" : "hola " + i;
                  case 9 -> "Servidor UDP recibió: " + i;
                  default -> String.valueOf(i);
                })
        .toList();
  }

  @Test
  void outputKeepsInputOrderThoughRepliesComeBackwards() throws Exception {
    List<String> messages = IntStream.range(100, 120).mapToObj(String::valueOf).toList();
    try (UdpPeer peer = new UdpPeer()) {
      CompletableFuture<AnswerLog> talking =
          start(
              Talk.over(Protocol.UDP, peer.port()).window(64), String.join("\n", messages) + "\n");
      peer.hear("100");
      peer.say(REPLY_PREFIX + "100"); // from now on replies can be told apart
      for (String message : messages.subList(1, messages.size())) {
        assertThat(peer.hear()).isEqualTo(message);
      }
      for (int i = messages.size() - 1; i > 0; i--) {
        peer.say(REPLY_PREFIX + messages.get(i));
      }
      assertThat(talking.get().all()).containsExactlyElementsOf(acknowledged(messages));
    }
  }

  @Test
  void aDoubledReplyIsDropped() throws Exception {
    try (UdpPeer peer = new UdpPeer()) {
      CompletableFuture<AnswerLog> talking =
          start(Talk.over(Protocol.UDP, peer.port()), "uno\ndos\ntres\n");
      for (String message : List.of("uno", "uno", "dos", "dos", "dos", "tres")) {
        if (!message.equals(peer.lastHeard())) {
          peer.hear(message);
        }
        peer.say(REPLY_PREFIX + message);
      }
      AnswerLog answers = talking.get();
      assertThat(answers.all())
          .containsExactlyElementsOf(acknowledged(List.of("uno", "dos", "tres")));
      assertThat(answers.droppedReplies()).isEqualTo(3);
    }
  }

  @Test
  void aReplyAfterARetryIsNotTheNextMessages() throws Exception {
    try (UdpPeer peer = new UdpPeer()) {
      CompletableFuture<AnswerLog> talking =
          start(
              Talk.over(Protocol.UDP, peer.port()).timeout(SHORT).retries(PLENTY_OF_RETRIES),
              "uno\ndos\n");
      assertThat(peer.hear()).isEqualTo("uno");
      assertThat(peer.hear()).isEqualTo("uno");
      peer.say("ack: uno");
      peer.hear("dos");
      peer.say("ack: uno");
      peer.say("ack: dos");
      AnswerLog answers = talking.get();
      assertThat(answers.all()).containsExactly("1 uno = ack: uno", "2 dos = ack: dos");
      assertThat(answers.droppedReplies()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64})
  void aMessageThatNeverGetsThroughIsGivenUpAndTheRestGoesOn(int window) throws Exception {
    Weather losesDos = (way, text, nth) -> text.equals("dos") ? List.of() : List.of(Duration.ZERO);
    try (AcuseServer server = server();
        LossyPath path = path(server, losesDos)) {
      AnswerLog answers =
          Talk.over(Protocol.UDP, path.port())
              .window(window)
              .timeout(SHORT)
              .retries(4)
              .say("uno\ndos\ntres\ncuatro\n");
      assertThat(answers.all())
          .containsExactly(
              "1 uno = " + REPLY_PREFIX + "uno",
              "2 dos TIMEOUT",
              "3 tres = " + REPLY_PREFIX + "tres",
              "4 cuatro = " + REPLY_PREFIX + "cuatro");
      assertThat(answers.attempts().get(1)).isEqualTo(5);
    }
  }

  @Test
  void waitsGrowFromTryToTry() throws Exception {
    long startNanos = System.nanoTime();
    AnswerLog answers;
    try (UdpPeer peer = new UdpPeer()) {
      answers = Talk.over(Protocol.UDP, peer.port()).timeout(SHORT).retries(3).say("hola\n");
      for (int i = 0; i < 4; i++) {
        assertThat(peer.hear()).isEqualTo("hola");
      }
      assertThat(peer.heard()).as("a fifth try").isNull();
    }
    assertThat(answers.all()).containsExactly("1 hola TIMEOUT");
    assertThat(answers.attempts()).containsExactly(4);
    assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
        .as("1 + 2 + 4 + 8 waits")
        .isGreaterThanOrEqualTo(SHORT.multipliedBy(15));
  }

  @Test
  void aLongPathIsFilledUpToTheWindow() throws Exception {
    List<String> messages = IntStream.range(0, 200).mapToObj(String::valueOf).toList();
    try (UdpPeer peer = new UdpPeer()) {
      CompletableFuture<AnswerLog> talking =
          start(
              Talk.over(Protocol.UDP, peer.port()).window(64), String.join("\n", messages) + "\n");
      peer.hear("0");
      assertThat(peer.heard()).as("before replies can be told apart").isNull();
      peer.say(REPLY_PREFIX + "0");
      int heard = 1;
      for (String answered : messages.subList(1, messages.size())) {
        while (heard < messages.size() && heard < Integer.parseInt(answered) + 64) {
          assertThat(peer.hear()).isEqualTo(messages.get(heard));
          heard++;
        }
        assertThat(peer.heard()).as("more than the window holds").isNull();
        peer.say(REPLY_PREFIX + answered);
      }
      assertThat(talking.get().all()).containsExactlyElementsOf(acknowledged(messages));
    }
  }

  @Test
  void theExitWordIsSentOnceAndItsFarewellNotOwed() throws Exception {
    try (UdpPeer peer = new UdpPeer()) {
      AnswerLog answers =
          Talk.over(Protocol.UDP, peer.port())
              .timeout(SHORT)
              .retries(PLENTY_OF_RETRIES)
              .say("EXIT\nnunca\n");
      assertThat(answers.all()).containsExactly("1 EXIT exits");
      assertThat(peer.hear()).isEqualTo("EXIT");
      assertThat(peer.heard()).isNull();
    }
  }

  @Test
  void aFarewellIsWaitedForAndNotShown() throws Exception {
    try (UdpPeer peer = new UdpPeer()) {
      CompletableFuture<AnswerLog> talking = start(Talk.over(Protocol.UDP, peer.port()), "exit\n");
      peer.hear("exit");
      peer.say("adiós");
      AnswerLog answers = talking.get();
      assertThat(answers.all()).containsExactly("1 exit exits");
      assertThat(answers.droppedReplies()).isZero();
    }
  }

  @Test
  void aRefusalInsteadOfAFarewellIsAVerdict() throws Exception {
    TypedMessages typed = new TypedMessages(false);
    try (UdpPeer peer = new UdpPeer()) {
      CompletableFuture<Void> talking =
          start(Talk.over(Protocol.UDP, peer.port()).retries(PLENTY_OF_RETRIES), typed);
      typed.type("uno");
      peer.hear("uno");
      peer.say("uno");
      assertThat(answers.next()).isEqualTo("1 uno = uno");
      peer.leave();
      typed.exit();
      assertRefused(talking);
      assertThat(answers.all()).containsExactly("2 exit exits");
    }
  }

  @Test
  void aDatagramCarriesTheLineWithoutItsEnd() throws Exception {
    try (UdpPeer peer = new UdpPeer()) {
      CompletableFuture<AnswerLog> talking =
          start(Talk.over(Protocol.UDP, peer.port()), "uno\r\n\r\ndos\r\r\ntres");
      for (String message : List.of("uno", "", "dos\r", "tres")) {
        assertThat(peer.hear()).isEqualTo(message);
        peer.say(message + "\r\n");
      }
      assertThat(talking.get().all())
          .containsExactly("1 uno = uno", "2  = ", "3 dos\r = dos\r", "4 tres = tres");
    }
  }

  @Test
  void whatFitsIntoNoDatagramIsRefusedAndTheRestGoesOn() throws Exception {
    String tooLong = "x".repeat(Protocol.MAX_DATAGRAM_BYTES + 1);
    String asLongAsCanBe = "x".repeat(Protocol.MAX_DATAGRAM_BYTES);
    try (AcuseServer server = server()) {
      AnswerLog answers =
          Talk.over(Protocol.UDP, server.udpAddress().getPort())
              .say("uno\n" + tooLong + "\n" + asLongAsCanBe + "\ndos\n");
      assertThat(answers.all())
          .containsExactly(
              "1 uno = " + REPLY_PREFIX + "uno",
              "2 " + tooLong + " UNSENDABLE",
              "3 " + asLongAsCanBe + " = Servidor UDP rechazó: el mensaje supera 65484 bytes",
              "4 dos = " + REPLY_PREFIX + "dos");
      assertThat(answers.attempts()).containsExactly(1, 0, 1, 1);
    }
  }

  @Test
  void aServerThatGoesMidwayIsNoticedAtOnce() throws Exception {
    TypedMessages typed = new TypedMessages(false);
    try (UdpPeer peer = new UdpPeer()) {
      CompletableFuture<Void> talking = start(Talk.over(Protocol.UDP, peer.port()), typed);
      typed.type("uno");
      peer.hear("uno");
      peer.say("ack: uno");
      assertThat(answers.next()).isEqualTo("1 uno = ack: uno");
      peer.leave();
      typed.type("dos");
      assertRefused(talking);
      assertThat(answers.all()).containsExactly("2 dos REFUSED");
    }
  }

  /** {@link Conversation#run} promises it, and TCP keeps it. */
  @Test
  void ofEveryMessageTakenItIsSaidThatItWasRefused() throws Exception {
    TypedMessages typed = new TypedMessages(false);
    int port;
    try (UdpPeer peer = new UdpPeer()) {
      port = peer.port();
    }
    typed.type("uno");
    typed.type("dos");
    typed.end();
    assertRefused(start(Talk.over(Protocol.UDP, port), typed));
    assertThat(answers.all()).containsExactly("1 uno REFUSED", "2 dos REFUSED");
  }

  private static void assertRefused(CompletableFuture<Void> talking) {
    assertThatThrownBy(talking::get)
        .rootCause()
        .isInstanceOfSatisfying(
            PeerException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED));
  }

  private static CompletableFuture<AnswerLog> start(Talk talk, String input) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return talk.say(input);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private CompletableFuture<Void> start(Talk talk, TypedMessages typed) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            talk.say(typed, answers);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static List<String> acknowledged(List<String> messages) {
    return IntStream.range(0, messages.size())
        .mapToObj(i -> (i + 1) + " " + messages.get(i) + " = " + REPLY_PREFIX + messages.get(i))
        .toList();
  }

  private static LossyPath path(AcuseServer server, Weather weather) throws Exception {
    return new LossyPath(server.udpAddress(), weather);
  }

  private static AcuseServer server() throws Exception {
    return AcuseServer.start(ServerConfig.builder().tcpPort(0).udpPort(0).build());
  }
}
