package acuse.common.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.common.protocol.ReplyTemplate.InvalidTemplateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTemplateTest {
  @ParameterizedTest
  @EnumSource(Protocol.class)
  void theDefaultNamesTheProtocol(Protocol protocol) {
    assertThat(reply(ReplyTemplate.DEFAULT, protocol, "hola"))
        .isEqualTo("Servidor " + protocol + " recibió: hola");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{message} | hola",
        "[{message}] {protocol} {protocol} | [hola] TCP TCP",
        "{\"got\":\"{message}\"} | {\"got\":\"hola\"}",
        "ok | ok",
        "{server | {server",
        "{ {message} | { hola",
      })
  void fillsIn(String template, String reply) {
    assertThat(reply(ReplyTemplate.parse(template), Protocol.TCP, "hola")).isEqualTo(reply);
  }

  @Test
  void valuesThatChangeStandBetweenTextsThatDoNot() {
    ReplyTemplate.Compiled compiled =
        ReplyTemplate.parse("{protocol} {number}{peer}: {message}").compile(Protocol.UDP);
    assertThat(compiled.isFixed()).isFalse();
    assertThat(compiled.prefix().segments())
        .satisfiesExactly(
            text -> assertThat(((ReplyPart.Fixed) text).bytes()).asString().isEqualTo("UDP "),
            number -> assertThat(number).isEqualTo(new ReplyPart.Value(Placeholder.NUMBER)),
            peer -> assertThat(peer).isEqualTo(new ReplyPart.Value(Placeholder.PEER)),
            text -> assertThat(((ReplyPart.Fixed) text).bytes()).asString().isEqualTo(": "));
    assertThat(compiled.overhead()).isEqualTo("UDP ".length() + 19 + 70 + ": ".length());
  }

  @Test
  void whatIsAlwaysTheSameIsText() {
    ReplyTemplate template = ReplyTemplate.parse("{server} {tls} {protocol}");
    assertThat(template.compile(Protocol.UDP).isFixed()).isTrue();
    assertThat(new String(template.compile(Protocol.UDP).prefix().bytes(), UTF_8))
        .matches("Acuse/[^ ]+ - UDP");
    assertThat(template.compile(Protocol.TCP).isFixed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "{session}, true",
    "{number}, true",
    "{reads}, true",
    "{peer} {peer.address} {peer.port} {local} {bytes} {time} {server} {tls}, false",
    "{message}, false"
  })
  void saysWhetherTheServerMustKeepSessions(String template, boolean needsSessions) {
    assertThat(ReplyTemplate.parse(template).needsSessions()).isEqualTo(needsSessions);
  }

  /** As an argument gives them, see SurrogateEscape. */
  @Test
  void takesBytesThatAreNotUtf8() {
    ReplyTemplate.Compiled compiled =
        ReplyTemplate.parse("\udcff{message}ñ\udcfe").compile(Protocol.TCP);
    assertThat(compiled.prefix().bytes()).containsExactly(0xff);
    assertThat(compiled.suffix().bytes()).containsExactly(0xc3, 0xb1, 0xfe);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{mensaje}",
        "{Message}",
        "{ message }",
        "{message} {x}",
        "{peer.name}",
        "{PEER}"
      })
  void refusesPlaceholdersThatItDoesNotKnow(String template) {
    assertThatThrownBy(() -> ReplyTemplate.parse(template))
        .isInstanceOf(InvalidTemplateException.class)
        .hasMessageStartingWith("unknown placeholder={");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{message}{message}", "{message} and {message}"})
  void refusesASecondMessage(String template) {
    assertThatThrownBy(() -> ReplyTemplate.parse(template))
        .hasMessage("repeated placeholder={message}");
  }

  private static String reply(ReplyTemplate template, Protocol protocol, String message) {
    ReplyTemplate.Compiled compiled = template.compile(protocol);
    return new String(compiled.prefix().bytes(), UTF_8)
        + (compiled.withMessage() ? message : "")
        + new String(compiled.suffix().bytes(), UTF_8);
  }
}
