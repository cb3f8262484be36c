package acuse.client.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.client.ClientCommand;
import acuse.client.codec.Lines;
import acuse.client.conversation.Answer;
import acuse.client.conversation.Answer.Status;
import acuse.client.conversation.AnswerSink;
import acuse.client.conversation.Batch;
import acuse.client.conversation.Message;
import acuse.client.conversation.Replies;
import acuse.common.protocol.LineEnding;
import acuse.common.protocol.Protocol;
import acuse.common.text.Language;
import acuse.common.text.Texts;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The output of each format, to the byte. */
class OutputTest {
  /** RFC 8259, as far as our objects go: strict about what a string may hold. */
  private static final Pattern JSON_LINE =
      Pattern.compile(
          "\\{PAIR(,PAIR)*}\n"
              .replace("PAIR", "\"\\w+\":(null|\\d+|STRING)")
              .replace(
                  "STRING", "\"([^\"\\\\\\x00-\\x1f]|\\\\[\"\\\\/bfnrt]|\\\\u[0-9a-fA-F]{4})*+\""));

  private static final byte[] NOT_UTF_8 = {'a', (byte) 0xff, (byte) 0xc3};

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<String> notices = new ArrayList<>();

  @Test
  void jsonHasALineAMessage() throws Exception {
    JsonOutput json = new JsonOutput(out, Protocol.TCP);
    json.answered(replied(1, "hola", "Servidor TCP recibió: hola"));
    json.answered(none(2, "dos", Status.TIMEOUT, 3));
    json.answered(none(3, "tres", Status.CLOSED, 1));
    json.exited(Message.exit(4));
    json.answered(none(4, "", Status.REFUSED, 0));
    json.answered(none(5, "", Status.UNSENDABLE, 0));
    assertThat(written())
        .isEqualTo(
            """
            {"protocol":"tcp","seq":1,"message":"hola","reply":"Servidor TCP recibió: hola",\
            "status":"ok","rtt_us":212,"attempts":2}
            {"protocol":"tcp","seq":2,"message":"dos","reply":null,\
            "status":"timeout","rtt_us":null,"attempts":3}
            {"protocol":"tcp","seq":3,"message":"tres","reply":null,\
            "status":"closed","rtt_us":null,"attempts":1}
            {"protocol":"tcp","seq":4,"message":"","reply":null,\
            "status":"refused","rtt_us":null,"attempts":0}
            {"protocol":"tcp","seq":5,"message":"","reply":null,\
            "status":"refused","rtt_us":null,"attempts":0}
            """);
    assertThat(written().lines().map(line -> line + "\n")).allMatch(OutputTest::isJson);
  }

  @Test
  void jsonEscapesWhatMustBe() throws Exception {
    new JsonOutput(out, Protocol.UDP).answered(replied(1, "\"\\\u0000\n\u001b/ñ🙂", "\t"));
    assertThat(written())
        .contains("\"message\":\"\\\"\\\\\\u0000\\u000a\\u001b/ñ🙂\",\"reply\":\"\\u0009\",");
    assertThat(isJson(written())).isTrue();
  }

  @Test
  void everyByteMakesALineOfJsonAndCanBeHadBack() throws Exception {
    for (int value = 0; value < 256; value++) {
      out.reset();
      byte[] bytes = {(byte) value};
      new JsonOutput(out, Protocol.TCP).answered(replied(1, bytes, bytes));
      assertThat(isJson(written())).as("byte %d: %s", value, written()).isTrue();
      assertThat(written().indexOf('\n')).as("byte %d", value).isEqualTo(written().length() - 1);
      String base64 = Base64.getEncoder().encodeToString(bytes);
      assertThat(
              written().contains("\"message_base64\":\"" + base64 + "\"")
                  && written().contains("\"reply_base64\":\"" + base64 + "\""))
          .as("byte %d in base64", value)
          .isEqualTo(value >= 0x80);
    }
  }

  @Test
  void jsonHasTheBytesOfWhatIsNoText() throws Exception {
    new JsonOutput(out, Protocol.TCP).answered(replied(1, NOT_UTF_8, "ñ".getBytes(UTF_8)));
    assertThat(written())
        .isEqualTo(
            """
            {"protocol":"tcp","seq":1,"message":"a\ufffd\ufffd","message_base64":"Yf/D",\
            "reply":"ñ","status":"ok","rtt_us":212,"attempts":2}
            """);
  }

  @Test
  void plainIsTheReplysBytesAndNothingForNone() throws Exception {
    PlainOutput plain = new PlainOutput(out, false);
    plain.answered(replied(1, "hola", "uno\u001b[2J"));
    plain.answered(none(2, "dos", Status.TIMEOUT, 1));
    plain.answered(replied(3, "tres".getBytes(UTF_8), NOT_UTF_8));
    plain.answered(replied(4, "", ""));
    plain.exited(Message.exit(5));
    assertThat(out.toByteArray())
        .containsExactly('u', 'n', 'o', 0x1b, '[', '2', 'J', '\n', 'a', 0xff, 0xc3, '\n', '\n');
  }

  @Test
  void repliesThatComeTogetherAreWrittenAsIfEachCameAlone() throws Exception {
    new PlainOutput(out, false).answered(replies());
    new PlainOutput(out, true).answered(replies());
    new TranscriptOutput(out, new Phrases("> ", "< "), true).answered(replies());
    assertThat(written())
        .isEqualTo(
            """
            uno\r\u001b

            uno\\r\\x1b

            > eins
            < uno\\r\\x1b
            > zwei
            <\s
            """);
    out.reset();
    new JsonOutput(out, Protocol.TCP).answered(replies());
    assertThat(written())
        .isEqualTo(
            """
            {"protocol":"tcp","seq":7,"message":"eins","reply":"uno\\u000d\\u001b",\
            "status":"ok","rtt_us":212,"attempts":1}
            {"protocol":"tcp","seq":8,"message":"zwei","reply":"",\
            "status":"ok","rtt_us":212,"attempts":1}
            """);
  }

  @Test
  void theTallyCountsRepliesThatComeTogether() throws Exception {
    Tally tally = tally(Language.EN);
    tally.answered(replies());
    tally.answered(replied(9, "drei", "tres"));
    assertThat(tally.summary())
        .isEqualTo("messages: 3; with a reply: 3; without: 0; surplus replies: 0");
    assertThat(tally.allAnswered()).isTrue();
    assertThat(notices).isEmpty();
    assertThat(written()).isEqualTo("uno\r\u001b\n\ntres\n");
  }

  @Test
  void plainDoesNotDriveATerminal() throws Exception {
    new PlainOutput(out, true).answered(replied(1, "hola", "uno\u001b[2Jñ"));
    assertThat(written()).isEqualTo("uno\\x1b[2Jñ\n");
  }

  @Test
  void aTranscriptReadsAsIfItHadBeenTyped() throws Exception {
    for (Language language : Language.values()) {
      TranscriptOutput transcript =
          new TranscriptOutput(out, Phrases.of(texts(language), Protocol.UDP), true);
      transcript.answered(replied(1, "hola", "Servidor UDP recibió: hola"));
      transcript.answered(none(2, "\u0007", Status.TIMEOUT, 1));
      transcript.answered(replied(3, "", "a\u001b[2J"));
      transcript.exited(new Message(4, " EXIT".getBytes(UTF_8), true));
    }
    assertThat(written())
        .isEqualTo(
            """
            Escribe un mensaje (UDP): hola
            Servidor UDP respondió: Servidor UDP recibió: hola
            Escribe un mensaje (UDP): \\x07
            Escribe un mensaje (UDP):\s
            Servidor UDP respondió: a\\x1b[2J
            Escribe un mensaje (UDP):  EXIT
            Type a message (UDP): hola
            UDP server replied: Servidor UDP recibió: hola
            Type a message (UDP): \\x07
            Type a message (UDP):\s
            UDP server replied: a\\x1b[2J
            Type a message (UDP):  EXIT
            """);
  }

  @Test
  void aTranscriptDoesNotRepeatWhatWasTyped() throws Exception {
    TranscriptOutput transcript =
        new TranscriptOutput(out, Phrases.of(texts(Language.ES), Protocol.TCP), false);
    transcript.answered(replied(1, "hola", "sí"));
    transcript.exited(Message.exit(2));
    assertThat(written()).isEqualTo("Servidor TCP respondió: sí\n");
  }

  @Test
  void theTallyNamesInSpanishWhatWentWithout() throws Exception {
    String summary = tallyOfEverything(Language.ES);
    assertThat(notices)
        .containsExactly(
            "sin respuesta a tiempo: mensaje 2 «dos\\x07»",
            "no cabe en un datagrama: mensaje 3 «" + "x".repeat(60) + "…»",
            "con --framing raw no se puede enviar un mensaje vacío: mensaje 4 «»",
            "el servidor envió esto sin que se lo pidieran: «\\x1b[2J»");
    assertThat(summary)
        .isEqualTo("mensajes: 6; con respuesta: 1; sin ella: 5; respuestas sobrantes: 2");
  }

  @Test
  void theTallyNamesInEnglishWhatWentWithout() throws Exception {
    String summary = tallyOfEverything(Language.EN);
    assertThat(notices)
        .containsExactly(
            "no answer in time: message 2 'dos\\x07'",
            "does not fit into a datagram: message 3 '" + "x".repeat(60) + "…'",
            "cannot be sent empty with --framing raw: message 4 ''",
            "the server sent this without being asked: '\\x1b[2J'");
    assertThat(summary).isEqualTo("messages: 6; with a reply: 1; without: 5; surplus replies: 2");
  }

  @Test
  void whetherAllWasAnsweredDependsOnTimeoutsAndOnWhatCannotBeSent() throws Exception {
    assertThat(tally(Language.ES).allAnswered()).isTrue();
    for (Answer failed :
        List.of(none(1, "x", Status.TIMEOUT, 1), none(1, "", Status.UNSENDABLE, 0))) {
      Tally tally = tally(Language.ES);
      tally.answered(replied(1, "hola", "sí"));
      assertThat(tally.allAnswered()).isTrue();
      tally.answered(failed);
      tally.answered(replied(3, "hola", "sí"));
      assertThat(tally.allAnswered()).as("%s", failed.status()).isFalse();
    }
  }

  @Test
  void anEmptyMessageThatNobodyTookIsNotBlamed() throws Exception {
    Tally tally = tally(Language.EN);
    tally.answered(none(1, "", Status.REFUSED, 0));
    assertThat(notices).isEmpty();
  }

  @Test
  void theExitWordIsPassedOnAndNotCounted() throws Exception {
    Tally tally =
        new Tally(
            new TranscriptOutput(out, new Phrases("> ", "< "), true),
            notices::add,
            texts(Language.EN));
    tally.exited(Message.exit(1));
    assertThat(written()).isEqualTo("> exit\n");
    assertThat(tally.summary())
        .isEqualTo("messages: 0; with a reply: 0; without: 0; surplus replies: 0");
    assertThat(tally.allAnswered()).isTrue();
  }

  private String tallyOfEverything(Language language) throws Exception {
    Tally tally = tally(language);
    tally.answered(replied(1, "hola", "sí"));
    tally.answered(none(2, "dos\u0007", Status.TIMEOUT, 1));
    tally.answered(none(3, "x".repeat(70_000), Status.UNSENDABLE, 0));
    tally.answered(none(4, "", Status.UNSENDABLE, 0));
    tally.answered(none(5, "cinco", Status.REFUSED, 1));
    tally.answered(none(6, "seis", Status.CLOSED, 1));
    tally.unasked("\u001b[2J".getBytes(UTF_8));
    tally.dropped();
    return tally.summary();
  }

  private Tally tally(Language language) {
    AnswerSink output = new PlainOutput(out, false);
    return new Tally(output, notices::add, texts(language));
  }

  private static Texts texts(Language language) {
    return Texts.of(ClientCommand.class, language);
  }

  private static boolean isJson(String line) {
    return JSON_LINE.matcher(line).matches();
  }

  private String written() {
    return out.toString(UTF_8);
  }

  private static Replies replies() {
    Batch messages = new Batch(7, lines("eins", "zwei"), false);
    return new Replies(messages, lines("uno\r\u001b", ""), Duration.ofNanos(212_999));
  }

  private static Lines lines(String... texts) {
    return Lines.of(Stream.of(texts).map(each -> each.getBytes(UTF_8)).toList());
  }

  private static Answer replied(long seq, String message, String reply) {
    return replied(seq, message.getBytes(UTF_8), reply.getBytes(UTF_8));
  }

  private static Answer replied(long seq, byte[] message, byte[] reply) {
    return new Answer(
        new Message(seq, message, false),
        Status.OK,
        reply,
        LineEnding.NONE,
        Duration.ofNanos(212_999),
        2);
  }

  private static Answer none(long seq, String message, Status status, int attempts) {
    return new Answer(
        new Message(seq, message.getBytes(UTF_8), false),
        status,
        null,
        LineEnding.NONE,
        Duration.ZERO,
        attempts);
  }
}
