package acuse.server.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageBoundariesTest {
  private static final String LINES = "uno\n\r\n\ndos\n";
  private static final String LENGTHS = "\0\0\0\3uno\0\0\0\0\0\0\0\1\n\0\0\1\0" + "x".repeat(256);

  @ParameterizedTest
  @EnumSource(
      value = Framing.class,
      names = {"LINE", "LENGTH"})
  void findsTheSameMessagesWhereverTheStreamIsSplit(Framing framing) {
    String stream = framing == Framing.LINE ? LINES : LENGTHS;
    List<String> whole = messages(framing, stream);
    assertThat(whole).hasSize(4);
    for (int split = 1; split < stream.length(); split++) {
      assertThat(messages(framing, stream.substring(0, split), stream.substring(split)))
          .as("split at %d", split)
          .isEqualTo(whole);
    }
    assertThat(messages(framing, stream.split(""))).as("each byte by itself").isEqualTo(whole);
  }

  @Test
  void aMessageOf4GigabytesIsNoMatter() {
    MessageBoundaries boundaries = new MessageBoundaries(Framing.LENGTH);
    ByteBuf bytes = Unpooled.copiedBuffer("\u00ff\u00ff\u00ff\u00ffabc", ISO_8859_1);
    assertThat(boundaries.next(bytes, 0, 7)).isEqualTo(7);
    assertThat(boundaries.begins()).isTrue();
    assertThat(boundaries.ends()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = Framing.class,
      names = {"AUTO", "RAW"})
  void eachReadIsAMessage(Framing framing) {
    assertThat(messages(framing, "uno\ndos\n", "t", "res\n"))
        .containsExactly("uno\ndos\n", "t", "res\n");
  }

  /** Their bytes, put together of all their pieces. */
  private static List<String> messages(Framing framing, String... reads) {
    MessageBoundaries boundaries = new MessageBoundaries(framing);
    List<String> messages = new ArrayList<>();
    StringBuilder message = new StringBuilder();
    for (String read : reads) {
      ByteBuf bytes = Unpooled.copiedBuffer(read, ISO_8859_1);
      int index = 0;
      while (index < read.length()) {
        int end = boundaries.next(bytes, index, read.length());
        assertThat(boundaries.begins()).isEqualTo(message.isEmpty());
        message.append(read, index, end);
        if (boundaries.ends()) {
          messages.add(message.toString());
          message.setLength(0);
        }
        index = end;
      }
    }
    assertThat(message).isEmpty();
    return messages;
  }
}
