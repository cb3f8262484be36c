package acuse.common.command;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.common.command.OptionFileException.Problem;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

class OptionFilesTest {
  private static final String BYTE_ORDER_MARK = "\ufeff";

  @TempDir Path folder;

  @Test
  void wordsOfAFileStandWhereItWasNamed() throws Exception {
    String inner = write("inner", "dos\ntres");
    String outer = write("outer", "uno @" + inner + " # more\r\ncuatro\r\n");
    assertThat(OptionFiles.expand(new String[] {"cero", outer(outer), "cinco"}))
        .containsExactly("cero", "uno", "dos", "tres", "cuatro", "cinco");
  }

  @Test
  void aTextWithTwoMarksKeepsOneAndALoneMarkIsItself() throws Exception {
    String file = write("file", "@@a @ @");
    assertThat(OptionFiles.expand(new String[] {"@@", "@@@b", outer(file), "@"}))
        .containsExactly("@", "@@b", "@a", "@", "@", "@");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\ufeff"})
  void aByteOrderMarkIsNoPartOfTheFirstWord(String mark) throws Exception {
    String inner = write("inner", mark + "--quiet");
    String outer = write("outer", mark + "@" + inner + "\n" + BYTE_ORDER_MARK + "ñ");
    assertThat(OptionFiles.expand(new String[] {outer(outer)}))
        .containsExactly("--quiet", BYTE_ORDER_MARK + "ñ");
  }

  /** Files that picocli could read are read as picocli did. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# only a comment",
        "--host=::1 --port 7\n--quiet",
        "--host\t::1\r\n\r\n--quiet\r\n",
        "\"--reply=a b\" '--reply=a \"b\"' \"it's\"",
        "--reply=\"a b\" don't",
        "\"a # b\" c # d\n#e\nf#g",
        "'' \"\" \\ a\\b c:\\d",
        "\"a\\tb\" '\\n' \"\\\\ \\\" \\x \\101\"",
        "'not closed\nuno dos",
        "@@text",
        "a\fb\u000bc\u0001d\u007fe",
      })
  void wordsAreCutAsPicocliCutsThem(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("options"), text);
    Words words = new Words();
    new CommandLine(words).setUnmatchedOptionsArePositionalParams(true).parseArgs("@" + file);
    assertThat(OptionFiles.expand(new String[] {"@" + file})).containsExactlyElementsOf(words.all);
  }

  @Command
  static final class Words {
    @Parameters List<String> all = new ArrayList<>();
  }

  @ParameterizedTest
  @MethodSource
  void aFileThatIsNotUtf8IsNamedWithItsLine(byte[] bytes, Problem problem, long line)
      throws Exception {
    Path inner = Files.write(folder.resolve("inner"), bytes);
    for (String argument : List.of("@" + inner, outer(write("outer", "@" + inner)))) {
      assertThatThrownBy(() -> OptionFiles.expand(new String[] {argument}))
          .isInstanceOfSatisfying(
              OptionFileException.class,
              e -> {
                assertThat(e.problem()).isEqualTo(problem);
                assertThat(e.file()).isEqualTo(inner.toString());
                assertThat(e.detail()).isEqualTo(line);
              });
    }
  }

  static Stream<Arguments> aFileThatIsNotUtf8IsNamedWithItsLine() {
    String text = "--host=::1\n--quiet\n";
    return Stream.of(
        Arguments.of("uno\ndos ñ\n".getBytes(Charset.forName("ISO-8859-1")), Problem.NOT_UTF8, 2),
        Arguments.of((BYTE_ORDER_MARK + text).getBytes(UTF_16LE), Problem.NOT_UTF8, 1),
        Arguments.of((BYTE_ORDER_MARK + text).getBytes(UTF_16BE), Problem.NOT_UTF8, 1),
        Arguments.of(text.getBytes(UTF_16LE), Problem.NOT_TEXT, 1),
        Arguments.of("uno\ndos\n\0".getBytes(UTF_8), Problem.NOT_TEXT, 3),
        Arguments.of(new byte[] {'a', '\n', (byte) 0xc3}, Problem.NOT_UTF8, 2),
        Arguments.of(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, Problem.NOT_UTF8, 1));
  }

  @Test
  void whatCannotBeReadIsNamedHoweverDeepItIs() throws Exception {
    for (String name : List.of(folder.resolve("missing").toString(), folder.toString(), "a\0b")) {
      assertThat(problem("@" + name)).isEqualTo(Problem.UNREADABLE);
    }
    String outer = write("outer", "@" + folder.resolve("missing"));
    assertThat(problem(outer(outer))).isEqualTo(Problem.UNREADABLE);
  }

  @Test
  void filesThatNameEachOtherInACircleAreRefusedUnderWhateverName() throws Exception {
    Path first = folder.resolve("first");
    write("first", "uno @" + folder.resolve("second"));
    write("second", "dos @" + folder.resolve(".").resolve("link"));
    Files.createSymbolicLink(folder.resolve("link"), first);
    assertThat(problem("@" + first)).isEqualTo(Problem.CIRCLE);
  }

  @Test
  void aFileThatIsNamedTwiceIsReadTwice() throws Exception {
    String inner = write("inner", "x");
    String outer = write("outer", "@" + inner + " @" + inner);
    assertThat(OptionFiles.expand(new String[] {outer(outer), outer(inner)}))
        .containsExactly("x", "x", "x");
  }

  @Test
  void depthAndLengthHaveAnEnd() throws Exception {
    String deepest = write("0", "x");
    String file = deepest;
    for (int depth = 2; depth <= OptionFiles.MAX_DEPTH; depth++) {
      file = write(String.valueOf(depth), "@" + file);
    }
    assertThat(OptionFiles.expand(new String[] {outer(file)})).containsExactly("x");
    assertThat(problem(outer(write("one more", "@" + file)))).isEqualTo(Problem.TOO_DEEP);

    String half = write("half", "#".repeat(OptionFiles.MAX_BYTES / 2));
    assertThat(OptionFiles.expand(new String[] {outer(half), outer(half)})).isEmpty();
    assertThat(problem(outer(half), outer(half), outer(deepest))).isEqualTo(Problem.TOO_LONG);
  }

  private static Problem problem(String... arguments) {
    try {
      throw new AssertionError(List.of(OptionFiles.expand(arguments)));
    } catch (OptionFileException e) {
      return e.problem();
    }
  }

  private static String outer(String file) {
    return "@" + file;
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }
}
