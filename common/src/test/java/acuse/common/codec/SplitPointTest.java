package acuse.common.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Framing;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** However TCP cuts a stream into reads, its messages are the same. */
class SplitPointTest {
  private static final int MAX = 8;

  static Stream<Arguments> streams() {
    return Stream.of(
        stream(Framing.LINE, "uno\ndos\n", "uno/LF", "dos/LF"),
        stream(Framing.LINE, "uno\r\ndos\r\n", "uno/CRLF", "dos/CRLF"),
        stream(Framing.LINE, "uno\r\ndos", "uno/CRLF", "dos/NONE"),
        stream(Framing.LINE, "\n\r\n\n", "/LF", "/CRLF", "/LF"),
        stream(Framing.LINE, "a\rb\n\r", "a\rb/LF", "\r/NONE"),
        stream(Framing.LINE, "ñandú\n日本\n", "ñandú/LF", "日本/LF"),
        stream(Framing.LINE, "12345678\r\n12345678\n", "12345678/CRLF", "12345678/LF"),
        stream(Framing.LINE, "123456789\r\nok\n", "<too long>/CRLF", "ok/LF"),
        stream(Framing.LINE, "12345678\r\r\nok\n", "<too long>/CRLF", "ok/LF"),
        stream(Framing.LINE, "123456789012345\nok\n", "<too long>/LF", "ok/LF"),
        stream(Framing.LINE, "ok\n123456789012345", "ok/LF", "<too long>/NONE"),
        stream(Framing.AUTO, "uno\ndos\r\ntres", "uno/LF", "dos/CRLF", "tres/NONE"),
        stream(Framing.AUTO, "uno", "uno/NONE"),
        stream(Framing.AUTO, "123456789\nok\n", "<too long>/LF", "ok/LF"),
        stream(Framing.LENGTH, frames("uno", "", "dos\r\n"), "uno/NONE", "/NONE", "dos/CRLF"),
        stream(
            Framing.LENGTH, frames("12345678", "12345678\r\n"), "12345678/NONE", "12345678/CRLF"),
        stream(Framing.LENGTH, frames("123456789", "ok"), "<too long>/NONE", "ok/NONE"),
        stream(Framing.LENGTH, frames("123456789\n", "ok"), "<too long>/LF", "ok/NONE"),
        stream(Framing.LENGTH, frames("123456789012\r\n", "ok"), "<too long>/CRLF", "ok/NONE"),
        stream(Framing.LENGTH, frames("123456789012\n", "ok"), "<too long>/LF", "ok/NONE"));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void messagesDoNotDependOnWhereReadsEnd(Framing framing, byte[] stream, List<String> messages) {
    assertThat(DecoderRun.decode(framing, MAX, stream)).isEqualTo(messages);
    for (int first = 0; first <= stream.length; first++) {
      for (int second = first; second <= stream.length; second++) {
        assertThat(DecoderRun.decode(framing, MAX, stream, first, second))
            .as("reads end at %d and %d", first, second)
            .isEqualTo(messages);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("streams")
  void messagesMayComeAByteAtATime(Framing framing, byte[] stream, List<String> messages) {
    int[] everywhere = IntStream.range(1, stream.length).toArray();
    assertThat(DecoderRun.decode(framing, MAX, stream, everywhere)).isEqualTo(messages);
  }

  private static Arguments stream(Framing framing, String stream, String... messages) {
    return stream(framing, stream.getBytes(UTF_8), messages);
  }

  private static Arguments stream(Framing framing, byte[] stream, String... messages) {
    return Arguments.of(framing, stream, List.of(messages));
  }

  private static byte[] frames(String... messages) {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (String message : messages) {
      byte[] bytes = message.getBytes(UTF_8);
      frames.writeBytes(new byte[] {0, 0, 0, (byte) bytes.length});
      frames.writeBytes(bytes);
    }
    return frames.toByteArray();
  }
}
