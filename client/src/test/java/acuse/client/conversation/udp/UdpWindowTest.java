package acuse.client.conversation.udp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.client.conversation.Answer.Status;
import acuse.client.conversation.Message;
import acuse.client.testing.AnswerLog;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which message a reply is given to, and in what order outcomes are passed on; without a clock. */
class UdpWindowTest {
  private final AnswerLog answers = new AnswerLog();
  private final UdpWindow window = new UdpWindow(3);
  private long seq;

  @Test
  void aReplyToAMessageGivenUpIsNotTheNextMessages() throws Exception {
    window.end(send("uno"), Status.TIMEOUT);
    send("dos");
    assertThat(take("ack: uno")).isFalse();
    assertThat(take("ack: dos")).isTrue();
    window.passOn(answers);
    assertThat(answers.all()).containsExactly("1 uno TIMEOUT", "2 dos = ack: dos");
  }

  @Test
  void outcomesWaitForThoseBeforeThem() throws Exception {
    send("uno");
    assertThat(take("ack: uno")).isTrue();
    UdpSending dos = send("dos");
    send("tres");
    assertThat(take("ack: tres\r\n")).isTrue();
    window.passOn(answers);
    assertThat(answers.all()).containsExactly("1 uno = ack: uno");
    window.end(dos, Status.TIMEOUT);
    window.passOn(answers);
    assertThat(answers.all())
        .containsExactly("1 uno = ack: uno", "2 dos TIMEOUT", "3 tres = ack: tres");
    assertThat(window.isEmpty()).isTrue();
  }

  @Test
  void oneIsUnderWayUntilRepliesCanBeToldApart() throws Exception {
    send("uno");
    assertThat(window.hasRoom()).isFalse();
    assertThat(take("ack: uno")).isTrue();
    window.passOn(answers);
    for (String message : new String[] {"dos", "tres", "cuatro"}) {
      assertThat(window.hasRoom()).isTrue();
      send(message);
    }
    assertThat(window.hasRoom()).isFalse();
  }

  @Test
  void withAnotherServerWhatHasNoAnswerIsDueAgain() throws Exception {
    send("uno");
    assertThat(take("ack: uno")).isTrue();
    send("dos");
    window.startOver();
    assertThat(window.hasRoom()).as("its replies are not known").isFalse();
    assertThat(take("otro")).isTrue();
    window.passOn(answers);
    assertThat(answers.all()).containsExactly("1 uno = ack: uno", "2 dos = otro");
  }

  private UdpSending send(String text) {
    UdpSending sending = window.add(new Message(++seq, text.getBytes(UTF_8), false));
    sending.begin(Duration.ofHours(1));
    sending.send();
    return sending;
  }

  private boolean take(String datagram) {
    return window.take(datagram.getBytes(UTF_8));
  }
}
