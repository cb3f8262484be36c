package acuse.client.conversation.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.client.codec.Lines;
import acuse.client.conversation.Answer;
import acuse.client.conversation.Batch;
import acuse.client.conversation.Message;
import acuse.client.conversation.Replies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Batches of replies need not be those of messages. */
class OutstandingTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final Outstanding outstanding = new Outstanding(5);

  @Test
  void repliesGoToTheOldestWhateverCameTogether() {
    add(1, "uno", "dos");
    add(3, "tres");
    assertThat(answer("a")).containsExactly("1 uno = a");
    assertThat(unanswered()).containsExactly("2 dos", "3 tres");
    assertThat(answer("b", "c", "d")).containsExactly("2 dos = b", "3 tres = c", "unasked d");
    assertThat(outstanding.isEmpty()).isTrue();
    assertThat(outstanding.anyOwed()).isFalse();
    assertThat(unanswered()).isEmpty();
  }

  @Test
  void aReplyMakesRoomForAMessage() throws Exception {
    assertThat(outstanding.awaitRoom()).isEqualTo(5);
    add(1, "uno", "dos", "tres");
    assertThat(outstanding.awaitRoom()).isEqualTo(2);
    add(4, "cuatro");
    assertThat(answer("a", "b")).hasSize(2);
    assertThat(outstanding.awaitRoom()).isEqualTo(3);
  }

  @Test
  void thereIsNoRoomForMoreThanFourMebibytes() throws Exception {
    Outstanding many = new Outstanding(1000);
    String mebibyte = "x".repeat((1 << 20) - 1); // and its LF
    for (int i = 1; i <= 4; i++) {
      assertThat(many.awaitRoom()).isEqualTo(1000 - i + 1);
      assertThat(many.add(batch(i, mebibyte))).isTrue();
    }
    Thread waiting =
        new Thread(() -> assertThat(many.answerOldest(lines("a"), System.nanoTime())).isNotNull());
    waiting.start();
    assertThat(many.awaitRoom()).isEqualTo(997);
    waiting.join();
  }

  @Test
  void whatIsGivenUpKeepsItsPlace() throws Exception {
    add(1, "uno", "dos");
    add(3, "tres", "cuatro");
    for (String given : List.of("uno", "dos", "tres")) {
      assertThat(new String(outstanding.giveUpOldest().bytes(), UTF_8)).isEqualTo(given);
    }
    assertThat(unanswered()).containsExactly("4 cuatro");
    assertThat(outstanding.awaitRoom()).isEqualTo(4);
    assertThat(outstanding.isEmpty()).isFalse();
    assertThat(answer("a", "b")).containsExactly("unasked a", "unasked b");
    assertThat(unanswered()).containsExactly("4 cuatro");
    assertThat(answer("c", "d", "e")).containsExactly("unasked c", "4 cuatro = d", "unasked e");
    assertThat(outstanding.isEmpty()).isTrue();
  }

  @Test
  void timeRunsOnlyWhileSomethingIsWaitedFor() {
    assertThat(outstanding.timeLeft(LONG)).isEqualTo(LONG);
    add(1, "uno", "dos");
    assertThat(outstanding.timeLeft(LONG)).isLessThanOrEqualTo(LONG).isPositive();
    assertThat(outstanding.timeLeft(Duration.ZERO)).isLessThanOrEqualTo(Duration.ZERO);
    outstanding.giveUpOldest();
    assertThat(outstanding.timeLeft(Duration.ZERO)).isLessThanOrEqualTo(Duration.ZERO);
    outstanding.giveUpOldest();
    assertThat(outstanding.timeLeft(LONG)).isEqualTo(LONG);
  }

  @Test
  void theExitWordIsWaitedForAndOwedNothing() {
    add(1, "uno");
    assertThat(outstanding.add(Batch.of(Message.exit(2)))).isTrue();
    assertThat(outstanding.anyOwed()).isTrue();
    assertThat(unanswered()).containsExactly("1 uno", "2 exit");
    assertThat(answer("a")).containsExactly("1 uno = a");
    assertThat(outstanding.anyOwed()).isFalse();
    assertThat(outstanding.isEmpty()).isFalse();
    assertThat(unanswered()).containsExactly("2 exit");
  }

  @Test
  void whatComesAfterTheEndIsNotSentButOwed() throws Exception {
    add(1, "uno");
    outstanding.close();
    assertThat(outstanding.isClosed()).isTrue();
    assertThat(outstanding.awaitRoom()).isPositive();
    assertThat(outstanding.add(batch(2, "dos", "tres"))).isFalse();
    assertThat(outstanding.add(Batch.of(Message.exit(4)))).isFalse();
    assertThat(unanswered()).containsExactly("1 uno", "2 dos", "3 tres", "4 exit");
  }

  private void add(long firstSeq, String... texts) {
    assertThat(outstanding.add(batch(firstSeq, texts))).isTrue();
  }

  private List<String> answer(String... replies) {
    List<String> answers = new ArrayList<>();
    Lines left = lines(replies);
    while (left.count() > 0) {
      Replies answered = outstanding.answerOldest(left, System.nanoTime());
      if (answered == null) {
        answers.add("unasked " + new String(left.get(0), UTF_8));
        left = left.part(1, left.count());
      } else {
        for (int i = 0; i < answered.count(); i++) {
          Answer answer = answered.answer(i);
          assertThat(answer.isReply()).isTrue();
          answers.add(text(answer.message()) + " = " + new String(answer.reply(), UTF_8));
        }
        left = left.part(answered.count(), left.count());
      }
    }
    return answers;
  }

  private List<String> unanswered() {
    return outstanding.unanswered().stream()
        .flatMap(batch -> IntStream.range(0, batch.size()).mapToObj(batch::message))
        .map(OutstandingTest::text)
        .toList();
  }

  private static String text(Message message) {
    return message.seq() + " " + new String(message.bytes(), UTF_8);
  }

  private static Batch batch(long firstSeq, String... texts) {
    return new Batch(firstSeq, lines(texts), false);
  }

  private static Lines lines(String... texts) {
    return Lines.of(Stream.of(texts).map(each -> each.getBytes(UTF_8)).toList());
  }
}
