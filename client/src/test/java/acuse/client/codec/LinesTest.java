package acuse.client.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.ExitWord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinesTest {
  @Test
  void partsAreLinesToo() throws Exception {
    Lines lines = cut("uno\r\n\ndos\rtres\r\n\r\ncuatro\n");
    List<String> all = List.of("uno", "", "dos\rtres", "", "cuatro");
    for (int from = 0; from <= lines.count(); from++) {
      for (int to = from; to <= lines.count(); to++) {
        for (Lines part : List.of(lines.part(from, to), lines.part(from, to).copy())) {
          assertThat(texts(part)).isEqualTo(all.subList(from, to));
          assertThat(written(part)).isEqualTo(joined(all.subList(from, to)));
        }
      }
    }
    assertThat(texts(lines.part(1, 5).part(1, 3))).containsExactly("dos\rtres", "");
  }

  @Test
  void linesCanBeWrittenAsTheyWereRead() throws Exception {
    String[] read = {"uno\r\n", "\n", "dos\rtres\r\n", "\r\n", "cuatro\r\r\n", "cinco\n"};
    Lines lines = cut(String.join("", read));
    for (int from = 0; from <= read.length; from++) {
      for (int to = from; to <= read.length; to++) {
        for (Lines part : List.of(lines.part(from, to), lines.part(from, to).copy())) {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          part.writeAsReadTo(out);
          assertThat(out.toString(UTF_8))
              .isEqualTo(String.join("", List.of(read).subList(from, to)));
        }
      }
    }
  }

  @Test
  void textsStayAsTheyAreWhateverIsInThem() throws Exception {
    String[] texts = {"", "\r", "a\nb", "c\r\n", "d"};
    Lines lines = Lines.of(Stream.of(texts).map(each -> each.getBytes(UTF_8)).toList());
    assertThat(texts(lines)).containsExactly(texts);
    assertThat(written(lines)).isEqualTo("\n\r\na\nb\nc\r\n\nd\n");
    assertThat(lines.part(1, 4).bytes()).isEqualTo("\r\na\nb\nc\r\n\n".length());
    assertThat(texts(Lines.of(List.of()))).isEmpty();
    assertThat(written(Lines.NONE)).isEmpty();
  }

  @Test
  void aCopyDoesNotChangeWhenTheStreamIsReadOn() throws Exception {
    LineReader cutter = new LineReader(1000);
    assertThat(cutter.read(new ByteArrayInputStream("uno\ndos\n".getBytes(UTF_8)))).isTrue();
    Lines copy = cutter.lines().copy();
    assertThat(cutter.read(new ByteArrayInputStream("TRES\n\n".getBytes(UTF_8)))).isTrue();
    assertThat(texts(cutter.lines())).containsExactly("TRES", "");
    assertThat(texts(copy)).containsExactly("uno", "dos");
  }

  @Test
  void aWordIsFoundWhereverItStands() throws Exception {
    ExitWord word = ExitWord.of("exit");
    assertThat(cut("exit\nuno\n").countBefore(word)).isZero();
    assertThat(cut("uno\n\n eXit \r\ndos\nexit\n").countBefore(word)).isEqualTo(2);
    assertThat(cut("uno\nno exit\nexits\n").countBefore(word)).isEqualTo(3);
    assertThat(cut("exit\nuno\ndos\n").part(1, 3).countBefore(word)).isEqualTo(2);
    assertThat(cut("exit\n").countBefore(ExitWord.NONE)).isOne();
  }

  private static Lines cut(String stream) throws IOException {
    LineReader cutter = new LineReader(1000);
    assertThat(cutter.read(new ByteArrayInputStream(stream.getBytes(UTF_8)))).isTrue();
    return cutter.lines();
  }

  private static List<String> texts(Lines lines) {
    return IntStream.range(0, lines.count())
        .peek(i -> assertThat(lines.length(i)).isEqualTo(lines.get(i).length))
        .mapToObj(i -> new String(lines.get(i), UTF_8))
        .toList();
  }

  private static String written(Lines lines) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    lines.writeTo(out);
    return out.toString(UTF_8);
  }

  private static String joined(List<String> lines) {
    return String.join("", lines.stream().map(each -> each + "\n").toList());
  }
}
