package acuse.client.conversation.udp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ReplyMatcherTest {
  private final ReplyMatcher matcher = new ReplyMatcher();

  @Test
  void aReplyBelongsToTheMessageInsideIt() {
    send("1", "2", "10");
    assertThat(match("ack: 10")).isEqualTo("10");
    assertThat(match("ack: 1")).isEqualTo("1");
    assertThat(match("ack: 2")).isEqualTo("2");
  }

  @Test
  void aLateReplyToAnEarlierMessageIsNobodys() {
    answer("hola mundo", "ack: hola mundo");
    send("hola");
    assertThat(match("ack: hola mundo")).isNull();
    assertThat(match("ack: hola")).isEqualTo("hola");
  }

  @Test
  void theEnvelopeMayContainTheMessageItself() {
    answer("x", "Servidor UDP recibió: x");
    answer("y", "Servidor UDP recibió: y");
    send("UDP");
    assertThat(match("Servidor UDP recibió: x")).isNull();
    assertThat(match("Servidor UDP recibió: UDP")).isEqualTo("UDP");
  }

  @Test
  void theEnvelopeIsLearnedFromAMessageThatOccursInIt() {
    answer("UDP", "Servidor UDP recibió: UDP");
    answer("r", "Servidor UDP recibió: r");
    send("e", "Servidor");
    assertThat(match("Servidor UDP recibió: Servidor")).isEqualTo("Servidor");
    assertThat(match("Servidor UDP recibió: UDP")).isNull();
    assertThat(match("Servidor UDP recibió: e")).isEqualTo("e");
  }

  @Test
  void envelopesMayDifferFromReplyToReply() {
    answer("uno", "[10:00:01] uno");
    answer("dos", "[10:00:02] dos");
    send("tres");
    assertThat(match("[10:00:03] uno")).isNull();
    assertThat(match("[10:00:04] tres")).isEqualTo("tres");
  }

  @Test
  void anEmptyMessageIsToldApartOnceTheEnvelopeIsKnown() {
    answer("", "ack: ");
    send("", "a");
    assertThat(match("ack: a")).isEqualTo("a");
    assertThat(match("ack: ")).isEmpty();
  }

  /** Where an empty message stood in its reply, nobody can know. */
  @Test
  void theSameMessageAgainDoesNotConfirmTheEnvelope() {
    answer("", "[ ]");
    answer("", "[ ]");
    send("uno", "dos");
    assertThat(match("[dos ]")).isEqualTo("dos");
    assertThat(match("[uno ]")).isEqualTo("uno");
  }

  @Test
  void aServerThatReturnsNothingIsBelievedWhileOneIsWaiting() {
    send("uno");
    assertThat(matcher.canTellApart()).isFalse();
    assertThat(match("ok")).isEqualTo("uno");
    send("dos");
    assertThat(match("ok")).isNull();
  }

  @Test
  void aRejectionBelongsToTheOneThatWaits() {
    answer("e", "ack: e");
    answer("f", "ack: f");
    send("too long for it");
    assertThat(match("refused")).isEqualTo("too long for it");
  }

  @Test
  void withNobodyWaitingEveryReplyIsNobodys() {
    assertThat(match("ack: x")).isNull();
    answer("x", "ack: x");
    assertThat(match("ack: x")).isNull();
  }

  @Test
  void theSameMessageMayBeUnderWayMoreThanOnce() {
    answer("a", "ack: a");
    send("hola", "hola");
    assertThat(match("ack: hola")).isEqualTo("hola");
    matcher.done("hola".getBytes(UTF_8));
    assertThat(match("ack: hola")).isEqualTo("hola");
    matcher.done("hola".getBytes(UTF_8));
    assertThat(match("ack: hola")).isNull();
  }

  private void send(String... messages) {
    for (String message : messages) {
      matcher.sent(message.getBytes(UTF_8));
    }
  }

  private void answer(String message, String reply) {
    send(message);
    assertThat(match(reply)).isEqualTo(message);
    matcher.done(message.getBytes(UTF_8));
  }

  private String match(String reply) {
    ByteBuffer content = matcher.match(reply.getBytes(UTF_8));
    return content == null ? null : UTF_8.decode(content.duplicate()).toString();
  }
}
