package acuse.client.terminal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A person who types and pastes, at terminals of all kinds. */
class LineEditorTest {
  private static final String PROMPT = "Escribe un mensaje (TCP): ";
  private static final String PASTE_BEGINS = "\033[200~";
  private static final String PASTE_ENDS = "\033[201~";

  /** Known to JLine itself, so that no test depends on what this machine knows. */
  private static final String USUAL = "xterm";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "0, 24",
    "80, 0",
    "5, 2",
    "80, 1",
    "2, 24",
    "-1, -1",
    "80, 24",
    "32767, 32767",
  })
  void thePromptIsWholeWhateverSizeIsTold(int columns, int rows) throws Exception {
    for (String type : new String[] {USUAL, "dumb", "no-such-terminal"}) {
      FakePty pty = new FakePty(columns, rows).type("hola\r").hangUp();
      assertThat(lines(pty, type)).containsExactly("hola");
      assertThat(pty.drawn()).contains(PROMPT).contains("hola").doesNotContain("....");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "dumb", "dumb-color"})
  void aTerminalThatSaysNothingOfItselfGetsNoEscapeSequences(String type) throws Exception {
    FakePty pty = new FakePty(0, 0).type("ho\blax\u007f\tñ\r\r").hangUp();
    assertThat(lines(pty, type)).containsExactly("hla\tñ", "");
    assertThat(pty.drawn()).doesNotContain("\033");
  }

  @Test
  void aTerminalWithoutATypeIsNoFailure() throws Exception {
    assertThat(lines(new FakePty(80, 24).type("hola\r").hangUp(), null)).containsExactly("hola");
  }

  /** Options of infocmp(1), paths, and names that no machine knows. */
  @ParameterizedTest
  @ValueSource(strings = {"no-such-terminal", "-V", "../../etc/passwd", "a b", "ñ", "\n"})
  void aTerminalThatNobodyKnowsIsTakenForAnUsualOne(String type) throws Exception {
    FakePty pty = new FakePty(80, 24).type("hla\033[D\033[Do\r").hangUp();
    assertThat(lines(pty, type)).containsExactly("hola");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r", "\n", "\r\n"})
  void aPasteOfSeveralLinesIsSeveralLines(String end) throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      lines.add(i % 10 == 3 ? "" : "línea " + i);
    }
    String paste = String.join(end, lines);
    for (String type : List.of(USUAL, "dumb")) {
      assertThat(lines(new FakePty(80, 24).type(paste + end).hangUp(), type)).isEqualTo(lines);
      FakePty marked = new FakePty(80, 24).type(PASTE_BEGINS + paste + PASTE_ENDS + "\r").hangUp();
      assertThat(lines(marked, type)).isEqualTo(lines);
    }
  }

  @Test
  void theEndOfAPasteCanBeEdited() throws Exception {
    String paste = PASTE_BEGINS + "uno\r\ndos" + PASTE_ENDS;
    assertThat(lines(new FakePty(80, 24).type(paste + "\u007f-\r").hangUp(), USUAL))
        .containsExactly("uno", "do-");
  }

  /** Typed, the same are keys; a word that is not marked as pasted is typed. */
  @Test
  void whatIsPastedIsTextWhateverItIs() throws Exception {
    String paste = "a\001\002\013\025\tb\033[31mc\033[Dd\033";
    FakePty pty = new FakePty(80, 24).type(PASTE_BEGINS + paste + PASTE_ENDS + "e\001f\r").hangUp();
    assertThat(lines(pty, USUAL)).containsExactly("f" + paste + "e");
  }

  @Test
  void aTabIsText() throws Exception {
    assertThat(lines(new FakePty(80, 24).type("\ta\tb\t\r\t\r").hangUp(), USUAL))
        .containsExactly("\ta\tb\t", "\t");
  }

  @Test
  void everyCharacterThatIsNoKeyIsText() throws Exception {
    String text = "it's \"quoted\" \\ !! !1 ^a^b $HOME `x` ()[]{} # ~ & | ñandú 世界 🙂 e\u0301";
    assertThat(lines(new FakePty(40, 24).type(text + "\r").hangUp(), USUAL)).containsExactly(text);
  }

  @Test
  void aQuotedCharacterIsText() throws Exception {
    assertThat(lines(new FakePty(80, 24).type("a\026\001b\026\rc\026\n\r").hangUp(), USUAL))
        .containsExactly("a\001b\rc\n");
  }

  /** Each byte that is no UTF-8 is kept, in the line and on the screen. */
  @Test
  void bytesOfAnotherEncodingAreKept() throws Exception {
    byte[] latin1 = "ñandú\r".getBytes(ISO_8859_1);
    FakePty pty = new FakePty(80, 24).type(latin1).type("ñ\r").hangUp();
    List<String> lines = lines(pty, USUAL);
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).getBytes(ByteKeepingUtf8.CHARSET))
        .isEqualTo("ñandú".getBytes(ISO_8859_1));
    assertThat(lines.get(1)).isEqualTo("ñ");
    assertThat(new String(pty.drawnBytes(), ISO_8859_1)).contains("ñandú");
  }

  @Test
  void aLineMayBeLong() throws Exception {
    String line = "0123456789".repeat(6_000);
    assertThat(lines(new FakePty(80, 24).type(line + "\r").hangUp(), USUAL)).containsExactly(line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\004", "\003", "half\003"})
  void ctrlDAndCtrlCAreTheEnd(String keys) throws Exception {
    for (String type : List.of(USUAL, "dumb")) {
      FakePty pty = new FakePty(80, 24).type("hola\r" + keys + "adiós\r").hangUp();
      assertThat(lines(pty, type)).containsExactly("hola");
    }
  }

  @Test
  void theTerminalIsGivenBackAsItWas() throws Exception {
    FakePty pty = new FakePty(80, 24).type("hola\r");
    Attributes before = pty.getAttr();
    try (LineEditor editor = editor(pty, USUAL, HistoryFile.none())) {
      assertThat(editor.readLine(PROMPT, true)).isEqualTo("hola");
      assertThat(pty.getAttr().getLocalFlag(LocalFlag.ICANON)).isFalse();
      assertThat(pty.getAttr().getLocalFlag(LocalFlag.ECHO)).isFalse();
    }
    assertThat(pty.getAttr().getLocalFlags()).isEqualTo(before.getLocalFlags());
    assertThat(pty.getAttr().getInputFlags()).isEqualTo(before.getInputFlags());
  }

  /** Somebody else shows it, as Emacs does in its shell. */
  @Test
  void withoutEchoNothingTypedIsShown() throws Exception {
    FakePty pty = new FakePty(80, 24).type("secreto\r").hangUp();
    Attributes silent = pty.getAttr();
    silent.setLocalFlag(LocalFlag.ECHO, false);
    pty.setAttr(silent);
    assertThat(lines(pty, USUAL)).containsExactly("secreto");
    assertThat(pty.drawn()).contains(PROMPT).doesNotContain("secreto");
  }

  @Test
  void linesAreCalledBackAsTheyWereInThisRunAndTheNext() throws Exception {
    Map<String, String> environment = Map.of("XDG_STATE_HOME", folder.toString());
    HistoryFile file = HistoryFile.of(environment);
    FakePty first = new FakePty(80, 24).type("uno\t \r\020\r").hangUp();
    assertThat(lines(editor(first, USUAL, file))).containsExactly("uno\t ", "uno\t ");
    FakePty second = new FakePty(80, 24).type("\020\r").hangUp();
    assertThat(lines(editor(second, USUAL, HistoryFile.of(environment)))).containsExactly("uno\t ");
    assertThat(HistoryFile.of(environment).lines()).containsExactly("uno\t ");
  }

  @Test
  void whatIsNotToBeKeptIsNotCalledBack() throws Exception {
    HistoryFile file = HistoryFile.of(Map.of("XDG_STATE_HOME", folder.toString()));
    FakePty pty = new FakePty(80, 24).type("tcp\r\020\r").hangUp();
    try (LineEditor editor = editor(pty, USUAL, file)) {
      assertThat(editor.readLine(PROMPT, false)).isEqualTo("tcp");
      assertThat(editor.readLine(PROMPT, true)).isEmpty();
    }
    assertThat(file.lines()).isEmpty();
  }

  private static List<String> lines(FakePty pty, String type) throws IOException {
    return lines(editor(pty, type, HistoryFile.none()));
  }

  private static List<String> lines(LineEditor opened) throws IOException {
    List<String> lines = new ArrayList<>();
    try (LineEditor editor = opened) {
      String line = editor.readLine(PROMPT, true);
      while (line != null) {
        lines.add(line);
        line = editor.readLine(PROMPT, true);
      }
    }
    return lines;
  }

  private static LineEditor editor(FakePty pty, String type, HistoryFile file) throws IOException {
    return new LineEditor(new SystemTerminal(pty, type), file);
  }
}
