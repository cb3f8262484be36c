package acuse.client.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** However a stream is cut into reads, its lines are the same. */
class LineReaderTest {
  private static final int MAX = 8;
  private static final String TOO_LONG = "<too long>";

  static Stream<Arguments> streams() {
    return Stream.of(
        stream("uno\ndos\n", "uno", "dos"),
        stream("uno\r\ndos\r\n", "uno", "dos"),
        stream("uno\r\ndos", "uno", "dos"),
        stream("\n\r\n\n", "", "", ""),
        stream("a\rb\n\r", "a\rb", "\r"),
        stream("ñandú\n日本\n", "ñandú", "日本"),
        stream("12345678\r\n12345678\n", "12345678", "12345678"),
        stream("123456789\r\nok\n", TOO_LONG, "ok"),
        stream("12345678\r\r\nok\n", TOO_LONG, "ok"),
        stream("123456789012345\nok\n", TOO_LONG, "ok"),
        stream("ok\n12345678", "ok", "12345678"),
        stream("ok\n123456789", "ok", TOO_LONG),
        stream("ok\n123456789012345", "ok", TOO_LONG),
        stream(""));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void linesDoNotDependOnWhereReadsEnd(byte[] stream, List<String> lines) throws Exception {
    for (int first = 0; first <= stream.length; first++) {
      for (int second = first; second <= stream.length; second++) {
        assertThat(cut(stream, first, second))
            .as("reads end at %d and %d", first, second)
            .isEqualTo(lines);
      }
    }
  }

  @Test
  void aLineThatHasNotEndedCanBeSeenToBeTooLong() throws Exception {
    LineReader cutter = new LineReader(MAX);
    assertThat(readAndCut(cutter, "12345678\r")).isEmpty();
    assertThat(cutter.isTooLong()).as("the last byte may be the CR of an ending").isFalse();
    assertThat(readAndCut(cutter, "0")).isEmpty();
    assertThat(cutter.isTooLong()).isTrue();
  }

  @Test
  void aReadGivesAllTheLinesThatItCompletes() throws Exception {
    LineReader cutter = new LineReader(1000);
    assertThat(readAndCut(cutter, "uno\r\ndo")).containsExactly("uno");
    assertThat(readAndCut(cutter, "s\n\ntres\n")).containsExactly("dos", "", "tres");
    assertThat(readAndCut(cutter, "cua")).isEmpty();
    assertThat(cutter.read(InputStream.nullInputStream())).isFalse();
    assertThat(texts(cutter.rest())).containsExactly("cua");
  }

  @Test
  void aLineMayBeManyTimesAsLongAsABuffer() throws Exception {
    byte[] line = new byte[300_001];
    Arrays.fill(line, (byte) 'x');
    InputStream in =
        new SequenceInputStream(
            new ByteArrayInputStream(line), new ByteArrayInputStream("\nuno\n".getBytes(UTF_8)));
    assertThat(cut(new LineReader(line.length), in))
        .containsExactly(new String(line, UTF_8), "uno");
  }

  private static List<String> cut(byte[] stream, int first, int second) throws IOException {
    return cut(
        new LineReader(MAX),
        new SequenceInputStream(
            Collections.enumeration(
                List.of(
                    new ByteArrayInputStream(stream, 0, first),
                    new ByteArrayInputStream(stream, first, second - first),
                    new ByteArrayInputStream(stream, second, stream.length - second)))));
  }

  /** Of a line that is too long, it is said once that it was. */
  private static List<String> cut(LineReader cutter, InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    boolean tooLong = false;
    while (cutter.read(in)) {
      List<String> more = texts(cutter.lines());
      tooLong |= cutter.isTooLong();
      if (tooLong && !more.isEmpty()) {
        lines.add(TOO_LONG);
        tooLong = false;
      }
      lines.addAll(more);
    }
    List<String> rest = texts(cutter.rest());
    if (tooLong || cutter.isTooLong()) {
      lines.add(TOO_LONG);
    }
    lines.addAll(rest);
    return lines;
  }

  private static List<String> readAndCut(LineReader cutter, String bytes) throws IOException {
    assertThat(cutter.read(new ByteArrayInputStream(bytes.getBytes(UTF_8)))).isTrue();
    return texts(cutter.lines());
  }

  private static List<String> texts(Lines lines) {
    return IntStream.range(0, lines.count())
        .mapToObj(i -> new String(lines.get(i), UTF_8))
        .toList();
  }

  private static Arguments stream(String stream, String... lines) {
    return Arguments.of(stream.getBytes(UTF_8), List.of(lines));
  }
}
