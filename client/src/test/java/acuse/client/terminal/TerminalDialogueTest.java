package acuse.client.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.client.conversation.Answer;
import acuse.client.conversation.AnswerSink;
import acuse.client.conversation.Batch;
import acuse.client.conversation.Message;
import acuse.common.protocol.ExitWord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person types becomes messages, one after the other. */
class TerminalDialogueTest {
  private static final ExitWord EXIT = ExitWord.of(Message.EXIT_WORD);

  /** A quoted LF comes into a line by Ctrl-V, and out of the history. */
  @ParameterizedTest
  @CsvSource({
    "'uno\rdos\r', '1 uno|2 dos|3 exit!'",
    "'uno\026\ndos\rtres\r', '1 uno|2 dos|3 tres|4 exit!'",
    "'uno\026\n\r', '1 uno|2 exit!'",
    "'\026\n\026\nx\r', '1 |2 |3 x|4 exit!'",
    "'\r', '1 |2 exit!'",
    "'uno\rexit\rdos\r', '1 uno|2 exit!'",
    "'uno\026\nEXIT\026\ndos\r', '1 uno|2 exit!'",
  })
  void eachLineIsAMessage(String typed, String messages) throws Exception {
    assertThat(String.join("|", all(new FakePty(80, 24).type(typed).hangUp()))).isEqualTo(messages);
  }

  @Test
  void bytesThatAreNoUtf8AreSentAsTheyWereTyped() throws Exception {
    FakePty pty = new FakePty(80, 24).type((byte) 0xf1, (byte) '\r').hangUp();
    try (TerminalDialogue dialogue = dialogue(pty)) {
      assertThat(dialogue.next().message(0).bytes()).containsExactly(0xf1);
    }
  }

  @Test
  void whatIsShownIsShownAsItIs() throws Exception {
    FakePty pty = new FakePty(80, 24);
    try (TerminalDialogue dialogue = dialogue(pty)) {
      dialogue.out().write("no flush".getBytes(UTF_8));
      var out = dialogue.out();
      out.write("respuesta  \n\n".getBytes(UTF_8));
      out.flush();
    }
    assertThat(pty.drawn()).isEqualTo("respuesta  \n\n");
  }

  private static List<String> all(FakePty pty) throws IOException {
    List<String> all = new ArrayList<>();
    try (TerminalDialogue dialogue = dialogue(pty)) {
      AnswerSink answers = dialogue.inTurns(new Ignored());
      Message message;
      do {
        Batch batch = dialogue.next();
        assertThat(batch.size()).isOne();
        message = batch.message(0);
        all.add(
            message.seq()
                + " "
                + new String(message.bytes(), UTF_8)
                + (message.isExit() ? "!" : ""));
        answers.answered((Answer) null);
      } while (!message.isExit());
    }
    return all;
  }

  private static final class Ignored implements AnswerSink {
    @Override
    public void answered(Answer answer) {}

    @Override
    public void flush() {}
  }

  private static TerminalDialogue dialogue(FakePty pty) throws IOException {
    return new TerminalDialogue(
        new LineEditor(new SystemTerminal(pty, "xterm"), HistoryFile.none()), EXIT);
  }
}
