package acuse.client.lines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** However a stream is cut into chunks, its lines are the same. */
class LineCutterTest {
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
  void linesDoNotDependOnWhereChunksEnd(byte[] stream, List<String> lines) {
    for (int first = 0; first <= stream.length; first++) {
      for (int second = first; second <= stream.length; second++) {
        assertThat(cut(stream, first, second))
            .as("chunks end at %d and %d", first, second)
            .isEqualTo(lines);
      }
    }
  }

  @Test
  void aLineThatHasNotEndedCanBeSeenToBeTooLong() {
    LineCutter cutter = new LineCutter(MAX);
    cutter.take("12345678\r".getBytes(UTF_8), 9);
    assertThat(cutter.isTooLong()).as("the last byte may be the CR of an ending").isFalse();
    cutter.take("0".getBytes(UTF_8), 1);
    assertThat(cutter.isTooLong()).isTrue();
    assertThat(cutter.hasLine()).isFalse();
  }

  private static List<String> cut(byte[] stream, int first, int second) {
    LineCutter cutter = new LineCutter(MAX);
    List<String> lines = new ArrayList<>();
    int from = 0;
    for (int to : new int[] {first, second, stream.length}) {
      cutter.take(Arrays.copyOfRange(stream, from, to), to - from);
      while (cutter.hasLine()) {
        byte[] line = cutter.line();
        lines.add(line == null ? TOO_LONG : new String(line, UTF_8));
      }
      from = to;
    }
    byte[] rest = cutter.rest();
    if (rest != null || cutter.isTooLong()) {
      lines.add(rest == null ? TOO_LONG : new String(rest, UTF_8));
    }
    return lines;
  }

  private static Arguments stream(String stream, String... lines) {
    return Arguments.of(stream.getBytes(UTF_8), List.of(lines));
  }
}
