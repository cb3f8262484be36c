package acuse.client.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.client.conversation.Answer;
import acuse.client.conversation.AnswerSink;
import acuse.client.conversation.Batch;
import acuse.client.conversation.Message;
import acuse.client.input.MessageForm;
import acuse.common.protocol.ExitWord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines that a person types become messages, one after the other. */
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
  void aTypedLineThatIsNoHexadecimalIsToldOfAndTheNextIsTaken() throws Exception {
    FakePty pty = new FakePty(80, 24).type("zz\r68 6f\r").hangUp();
    try (TerminalDialogue dialogue = dialogue(pty)) {
      dialogue.takeHexadecimal(new MessageForm(true), problem -> "no: " + problem);
      Batch first = dialogue.next();
      assertThat(text(first.message(0))).isEqualTo("ho");
      assertThat(first.firstSeq()).isEqualTo(1);
    }
    assertThat(pty.drawn()).contains("no: NOT_HEXADECIMAL");
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

  @Test
  void whatComesWhileALineIsTypedIsShownAboveIt() throws Exception {
    FakePty pty = new FakePty(80, 24);
    try (TerminalDialogue dialogue = dialogue(pty)) {
      dialogue.setPrompt("> ");
      pty.type("ho").then(() -> dialogue.show("una respuesta")).type("la\r").hangUp();
      assertThat(text(dialogue.next().message(0))).isEqualTo("hola");
    }
    assertThat(pty.drawn()).containsSubsequence("> ho", "una respuesta", "\n", "> ho", "la");
  }

  @Test
  void theLineThatIsTypedIsLeftOnceAndNotBetweenTwo() throws Exception {
    FakePty pty = new FakePty(80, 24);
    try (TerminalDialogue dialogue = dialogue(pty)) {
      dialogue.leaveLine();
      assertThat(pty.drawn()).isEmpty();
      pty.type("ho")
          .then(
              () -> {
                int before = pty.drawn().length();
                dialogue.leaveLine();
                assertThat(pty.drawn().substring(before)).isEqualTo(System.lineSeparator());
              })
          .type("la\r");
      assertThat(text(dialogue.next().message(0))).isEqualTo("hola");
    }
  }

  /** Nobody waits for the answer any more, and a terminal in its usual mode would show the key. */
  @Test
  void ctrlCWhileAnAnswerIsAwaitedIsTheEnd() throws Exception {
    FakePty pty = new FakePty(80, 24).type("uno\rdos\r");
    SystemTerminal terminal = new SystemTerminal(pty, "xterm");
    try (TerminalDialogue dialogue = dialogue(terminal)) {
      assertThat(text(dialogue.next().message(0))).isEqualTo("uno");
      int before = pty.drawn().length();
      terminal.raise(Signal.INT);
      assertThat(pty.drawn().substring(before)).isEqualTo("^C" + System.lineSeparator());
      assertThat(dialogue.next().message(0).isExit()).isTrue();
    }
  }

  @Test
  void afterAStopByTheShellTheTerminalIsTakenOverAgain() throws Exception {
    FakePty pty = new FakePty(80, 24);
    Attributes usual = pty.getAttr();
    SystemTerminal terminal = new SystemTerminal(pty, "xterm");
    TerminalDialogue dialogue = dialogue(terminal);
    pty.setAttr(usual); // as the shell does
    terminal.raise(Signal.CONT);
    assertThat(pty.getAttr().getLocalFlag(LocalFlag.ICANON)).isFalse();
    dialogue.close();
    assertThat(pty.getAttr().getLocalFlags()).isEqualTo(usual.getLocalFlags());
  }

  /** A question comes before the conversation: its answer is no message, and no history. */
  @Test
  void aQuestionIsAskedAndItsAnswerIsNotCalledBack() throws Exception {
    FakePty pty = new FakePty(80, 24).type("tcp\r\020\r").hangUp();
    try (TerminalDialogue dialogue = dialogue(pty)) {
      assertThat(dialogue.ask("¿TCP o UDP? ")).isEqualTo("tcp");
      assertThat(text(dialogue.next().message(0))).isEmpty();
    }
    assertThat(pty.drawn()).contains("¿TCP o UDP? tcp");
  }

  @Test
  void whoLeavesAtAQuestionGivesNoAnswer() throws Exception {
    try (TerminalDialogue dialogue = dialogue(new FakePty(80, 24).hangUp())) {
      assertThat(dialogue.ask("¿TCP o UDP? ")).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "xterm-256color, '', true",
    "xterm-256color, 1, false",
    "xterm-256color, 0, false",
    "dumb, '', false",
    "'', '', false",
  })
  void coloursAreShownWhereTheTerminalHasThemAndNobodyMinds(
      String type, String noColor, boolean colours) throws Exception {
    try (TerminalDialogue dialogue = dialogue(new SystemTerminal(new FakePty(80, 24), type))) {
      assertThat(dialogue.hasColour(Map.of("NO_COLOR", noColor))).isEqualTo(colours);
      assertThat(dialogue.hasColour(Map.of())).isEqualTo(type.startsWith("xterm"));
    }
  }

  /** Each is passed on at once; only an answer lets the next message be typed. */
  @Test
  void whatIsNoAnswerIsPassedOn() throws Exception {
    List<String> passed = new ArrayList<>();
    AnswerSink output =
        new AnswerSink() {
          @Override
          public void answered(Answer answer) {
            passed.add("answered");
          }

          @Override
          public void unasked(byte[] bytes) {
            passed.add("unasked " + new String(bytes, UTF_8));
          }

          @Override
          public void dropped() {
            passed.add("dropped");
          }

          @Override
          public void flush() {
            passed.add("flush");
          }
        };
    try (TerminalDialogue dialogue = dialogue(new FakePty(80, 24))) {
      AnswerSink answers = dialogue.inTurns(output);
      answers.unasked("spam".getBytes(UTF_8));
      answers.dropped();
      answers.flush();
      answers.answered((Answer) null);
    }
    assertThat(passed).containsExactly("unasked spam", "dropped", "flush", "answered", "flush");
  }

  @Test
  void onlyOneMessageIsOnItsWayAndAPersonIsTyping() throws Exception {
    try (TerminalDialogue dialogue = dialogue(new FakePty(80, 24).type("uno\r"))) {
      assertThat(dialogue.isInteractive()).isTrue();
      assertThat(dialogue.isReady()).isFalse();
    }
  }

  private static String text(Message message) {
    return new String(message.bytes(), UTF_8);
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
    return dialogue(new SystemTerminal(pty, "xterm"));
  }

  private static TerminalDialogue dialogue(SystemTerminal terminal) {
    return new TerminalDialogue(new LineEditor(terminal, HistoryFile.none()), EXIT);
  }
}
