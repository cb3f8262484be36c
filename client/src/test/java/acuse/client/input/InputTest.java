package acuse.client.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.client.conversation.Batch;
import acuse.client.conversation.Message;
import acuse.client.conversation.MessageSource;
import acuse.common.protocol.ExitWord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How lines and arguments become messages. */
class InputTest {
  private static final ExitWord EXIT = ExitWord.of(Message.EXIT_WORD);
  private static final int MAX = MessageSource.MAX_MESSAGE_BYTES;

  @Test
  void linesAreTheSameWhereverTheStreamIsSplit() throws Exception {
    byte[] bytes = "uno\r\n\nñandú\r\ndos\rtres\ncuatro".getBytes(UTF_8);
    for (int split = 0; split <= bytes.length; split++) {
      InputStream in =
          new SequenceInputStream(
              new ByteArrayInputStream(bytes, 0, split),
              new ByteArrayInputStream(bytes, split, bytes.length - split));
      assertThat(all(new StreamMessages(in, EXIT)))
          .as("split at %d", split)
          .containsExactly("1 uno", "2 ", "3 ñandú", "4 dos\rtres", "5 cuatro");
    }
  }

  @Test
  void aMessageThatHasBegunIsOneIfTheInputEnds() throws Exception {
    StreamMessages messages = stream("uno\ndos");
    assertThat(texts(messages.next())).containsExactly("1 uno");
    assertThat(messages.isInMessage()).isTrue();
    assertThat(texts(messages.next())).containsExactly("2 dos");
    assertThat(messages.isInMessage()).isFalse();
    StreamMessages whole = stream("uno\n");
    assertThat(texts(whole.next())).containsExactly("1 uno");
    assertThat(whole.isInMessage()).isFalse();
  }

  @Test
  void anEmptyStreamHasNoMessagesAndAnEmptyLineIsOne() throws Exception {
    assertThat(all(stream(""))).isEmpty();
    assertThat(all(stream("\n"))).containsExactly("1 ");
    assertThat(all(stream("uno\n"))).containsExactly("1 uno");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit\n", "EXIT\r\n", " eXit\t\n"})
  void nothingIsReadAfterTheExitWord(String exit) throws Exception {
    StreamMessages messages =
        new StreamMessages(
            new SequenceInputStream(
                new ByteArrayInputStream(("uno\n" + exit + "dos\n").getBytes(UTF_8)),
                new Untouchable()),
            EXIT);
    assertThat(all(messages))
        .as("it is sent as it was given")
        .containsExactly("1 uno", "2 " + exit.replaceFirst("\\r?\\n$", "") + "!");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "68 6f 6c 61 | hola",
        "686F6c61 | hola",
        "' 68\t6f  ' | ho",
        "'' | ''",
        "6 86f | none",
        "686 | none",
        "0x68 | none",
        "hola | none",
        "68:6f | none",
        "６８ | none",
      })
  void hexadecimalHasTwoDigitsPerByte(String text, String bytes) {
    assertThat(Hexadecimal.decode(text.getBytes(UTF_8)))
        .isEqualTo(bytes == null ? null : bytes.getBytes(UTF_8));
  }

  @Test
  void aLineThatIsNoHexadecimalIsLeftOutAndNamed() throws Exception {
    List<String> bad = new ArrayList<>();
    assertThat(all(hex("75 6e 6f\nzz\n\n0a\r\n64 6f 73", true, bad)))
        .containsExactly("1 uno", "2 ", "3 dos");
    assertThat(bad).containsExactly("12 zz NOT_HEXADECIMAL", "14 0a LINE_BREAK");
    assertThat(all(hex("0a", false, bad))).containsExactly("1 \n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit", "EXIT", "65 78 69 74"})
  void theExitWordIsOneAmongHexadecimalAndInIt(String exit) throws Exception {
    List<String> bad = new ArrayList<>();
    assertThat(all(hex("75\n" + exit + "\nzz\n", true, bad)).get(1)).endsWith("!");
    assertThat(bad).isEmpty();
  }

  @Test
  void linesThatAreNoMessagesMakeNothingReady() throws Exception {
    StreamMessages lines = stream("tcp\nzz\nyy\n");
    assertThat(lines.takeLine()).asString().isEqualTo("tcp");
    List<String> bad = new ArrayList<>();
    MessageSource messages =
        new HexMessages(
            lines, 1, new MessageForm(true), EXIT, (number, line, why) -> bad.add("" + number));
    assertThat(messages.isReady()).isFalse();
    assertThat(bad).containsExactly("2", "3");
  }

  private static MessageSource hex(String lines, boolean framedByLines, List<String> bad) {
    return new HexMessages(
        stream(lines),
        10,
        new MessageForm(framedByLines),
        EXIT,
        (number, line, why) -> bad.add(number + " " + new String(line, UTF_8) + " " + why));
  }

  @Test
  void theExitWordNeedsNoLf() throws Exception {
    assertThat(all(stream("uno\nexit"))).containsExactly("1 uno", "2 exit!");
  }

  @Test
  void aBatchIsWhatOneReadCompletesAndTheExitWordIsByItself() throws Exception {
    StreamMessages messages =
        new StreamMessages(
            new SequenceInputStream(
                new ByteArrayInputStream("uno\ndos\ntr".getBytes(UTF_8)),
                new ByteArrayInputStream("es\ncuatro\nexit\ncinco\n".getBytes(UTF_8))),
            EXIT);
    assertThat(texts(messages.next())).containsExactly("1 uno", "2 dos");
    assertThat(messages.isReady()).isFalse();
    assertThat(texts(messages.next())).containsExactly("3 tres", "4 cuatro");
    assertThat(messages.isReady()).isTrue();
    assertThat(texts(messages.next())).containsExactly("5 exit!");
    assertThat(messages.isReady()).isFalse();
    assertThat(messages.next()).isNull();
  }

  @Test
  void exitIsAWordAndNoPartOfOne() throws Exception {
    assertThat(all(stream("exits\nno exit\nexit now\n")))
        .containsExactly("1 exits", "2 no exit", "3 exit now");
  }

  @Test
  void theLineThatChoosesTheProtocolIsNoMessage() throws Exception {
    StreamMessages messages = stream("tcp\r\nhola\n");
    assertThat(messages.takeLine()).asString(UTF_8).isEqualTo("tcp");
    assertThat(all(messages)).containsExactly("1 hola");
  }

  @Test
  void itIsReadOnlyWhenAskedFor() throws Exception {
    StreamMessages messages =
        new StreamMessages(
            new SequenceInputStream(
                new ByteArrayInputStream("uno\ndos\n".getBytes(UTF_8)), new Untouchable()),
            EXIT);
    assertThat(messages.isReady()).isFalse();
    assertThat(texts(messages.next())).containsExactly("1 uno", "2 dos");
    assertThat(messages.isReady()).isFalse();
    assertThat(messages.isInteractive()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", ""})
  void aLineMayBeAsLongAsTheLimit(String ending) throws Exception {
    Batch batch = new StreamMessages(bytes(MAX, ending), EXIT).next();
    assertThat(batch.size()).isOne();
    assertThat(batch.texts().length(0)).isEqualTo(MAX);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", ""})
  void aLongerLineIsNamedAfterThoseBeforeIt(String ending) throws Exception {
    StreamMessages messages =
        new StreamMessages(
            new SequenceInputStream(
                new ByteArrayInputStream("uno\n".getBytes(UTF_8)), bytes(MAX + 1, ending)),
            EXIT);
    assertThat(texts(messages.next())).containsExactly("1 uno");
    assertThatThrownBy(messages::next)
        .isInstanceOfSatisfying(
            LineTooLongException.class,
            e -> {
              assertThat(e.line()).isEqualTo(2);
              assertThat(e.maxBytes()).isEqualTo(MAX);
            });
  }

  @Test
  void argumentsAreMessagesUpToTheExitWord() throws Exception {
    assertThat(all(arguments("ñandú", "", "dos palabras", "a\nb")))
        .containsExactly("1 ñandú", "2 ", "3 dos palabras", "4 a\nb");
    assertThat(all(arguments("uno", " Exit ", "dos"))).containsExactly("1 uno", "2  Exit !");
    assertThat(all(arguments())).isEmpty();
  }

  @Test
  void argumentsAreReadyUntilTheLast() {
    ArgumentMessages messages = arguments("uno", "exit", "dos");
    assertThat(messages.isReady()).isTrue();
    assertThat(texts(messages.next())).containsExactly("1 uno");
    assertThat(messages.isReady()).isTrue();
    assertThat(texts(messages.next())).containsExactly("2 exit!");
    assertThat(messages.isReady()).isFalse();
    assertThat(messages.next()).isNull();
    assertThat(messages.isInteractive()).isFalse();
  }

  /** Nobody is to ask it for anything. */
  private static final class Untouchable extends InputStream {
    @Override
    public int read() {
      throw new AssertionError("read further than asked for");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      return read();
    }
  }

  private static StreamMessages stream(String text) {
    return new StreamMessages(new ByteArrayInputStream(text.getBytes(UTF_8)), EXIT);
  }

  private static ArgumentMessages arguments(String... arguments) {
    return new ArgumentMessages(List.of(arguments), EXIT);
  }

  private static InputStream bytes(int length, String ending) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 'x');
    return new SequenceInputStream(
        new ByteArrayInputStream(bytes), new ByteArrayInputStream(ending.getBytes(UTF_8)));
  }

  private static List<String> all(MessageSource source) throws IOException {
    List<String> all = new ArrayList<>();
    for (Batch batch = source.next(); batch != null; batch = source.next()) {
      all.addAll(texts(batch));
    }
    return all;
  }

  private static List<String> texts(Batch batch) {
    return IntStream.range(0, batch.size())
        .mapToObj(batch::message)
        .map(
            each -> each.seq() + " " + new String(each.bytes(), UTF_8) + (each.isExit() ? "!" : ""))
        .toList();
  }
}
