package acuse.common.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Framing;
import acuse.common.protocol.LineEnding;
import acuse.common.testing.fuzz.Cut;
import acuse.common.testing.fuzz.Seeds;
import acuse.common.testing.fuzz.WireModel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FrameEncoderTest {
  private static final int CASES = 500;

  /** A frame is read as what was written, whether into a buffer or to a stream. */
  @ParameterizedTest
  @EnumSource(Framing.class)
  void theModelReadsWhatIsWritten(Framing framing) {
    Seeds.forEach(
        CASES,
        random -> {
          String text = new String(random.bytes(1 + random.below(300)), ISO_8859_1);
          String oneLine = text.replaceAll("[\r\n]", "x");
          assertRead(framing, oneLine, random.oneOf(LineEnding.LF, LineEnding.CRLF));
          if (framing != Framing.LINE && framing != Framing.AUTO) {
            assertRead(framing, oneLine, LineEnding.NONE);
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "LINE, 0, true",
    "LINE, 2147483647, true",
    "RAW, 0, false",
    "RAW, 1, true",
    "LENGTH, 0, true",
    "DATAGRAM, 0, true",
    "DATAGRAM, 65507, true",
    "DATAGRAM, 65508, false"
  })
  void notEveryFrameCarriesEveryText(FrameEncoder frame, int textBytes, boolean can) {
    assertThat(frame.canCarry(textBytes)).isEqualTo(can);
  }

  @Test
  void aTextWithoutAMessageEndsAsItsFramingDemands() {
    assertThat(FrameEncoder.of(Framing.AUTO).ending()).isEqualTo(LineEnding.LF);
    assertThat(FrameEncoder.LINE.ending()).isEqualTo(LineEnding.LF);
    assertThat(FrameEncoder.LENGTH.ending()).isEqualTo(LineEnding.NONE);
  }

  private static void assertRead(Framing framing, String text, LineEnding ending) throws Exception {
    FrameEncoder frame = FrameEncoder.of(framing);
    ByteBuf buffer = Unpooled.buffer();
    frame.writeHeader(text.length(), ending, buffer);
    assertThat(buffer.readableBytes()).isEqualTo(frame.headerBytes());
    buffer.writeCharSequence(text, ISO_8859_1);
    ending.writeTo(buffer);
    assertThat(buffer.readableBytes()).isEqualTo(frame.frameBytes(text.length(), ending));
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    frame.writeHeader(text.length(), ending, header);
    assertThat(header.toString(ISO_8859_1))
        .isEqualTo(buffer.toString(0, frame.headerBytes(), ISO_8859_1));
    byte[] bytes = buffer.toString(ISO_8859_1).getBytes(ISO_8859_1);
    assertThat(WireModel.cuts(framing, Integer.MAX_VALUE, List.of(bytes)))
        .containsExactly(new Cut(text, ending));
  }
}
