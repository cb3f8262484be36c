package acuse.common.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LineFeedTest {
  /** Longer than what is searched byte by byte, by eights and by blocks together. */
  private static final int LINE_BYTES = 300;

  private static final byte[] EASILY_TAKEN_FOR_LF = {
    0, 1, '\t', 0x0B, '\r', ' ', 0x7F, (byte) 0x80, (byte) 0x8A, (byte) 0x8B, (byte) 0xFF
  };

  private enum Storage {
    DIRECT,
    HEAP,
    PART,
    IN_TWO_PLACES;

    ByteBuf of(byte[] bytes) {
      int half = bytes.length / 2;
      return switch (this) {
        case DIRECT -> Unpooled.directBuffer().writeBytes(bytes);
        case HEAP -> ByteBufAllocator.DEFAULT.heapBuffer().writeBytes(bytes);
        case PART ->
            ByteBufAllocator.DEFAULT
                .directBuffer()
                .writeZero(5)
                .writeBytes(bytes)
                .writeByte('\n')
                .slice(5, bytes.length);
        case IN_TWO_PLACES ->
            Unpooled.wrappedBuffer(
                Unpooled.copiedBuffer(bytes, 0, half),
                Unpooled.copiedBuffer(bytes, half, bytes.length - half));
      };
    }
  }

  @ParameterizedTest
  @EnumSource(Storage.class)
  void isFoundWhereverItStands(Storage storage) {
    for (byte other : EASILY_TAKEN_FOR_LF) {
      byte[] line = new byte[LINE_BYTES];
      Arrays.fill(line, other);
      for (int at = 0; at < LINE_BYTES; at++) {
        line[at] = '\n';
        assertSameAsByteByByte(storage, line, at / 2, LINE_BYTES);
        assertSameAsByteByByte(storage, line, 0, at);
        assertSameAsByteByByte(storage, line, at, at + 1);
        line[at] = other;
      }
      assertSameAsByteByByte(storage, line, 0, LINE_BYTES);
    }
  }

  @ParameterizedTest
  @EnumSource(Storage.class)
  void theFirstOfSeveralIsFoundAmongAnyBytes(Storage storage) {
    Random random = new Random(20261122);
    for (int round = 0; round < 2000; round++) {
      byte[] bytes = new byte[1 + random.nextInt(2 * LINE_BYTES)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = EASILY_TAKEN_FOR_LF[random.nextInt(EASILY_TAKEN_FOR_LF.length)];
      }
      for (int lf = random.nextInt(3); lf > 0; lf--) {
        bytes[random.nextInt(bytes.length)] = '\n';
      }
      int from = random.nextInt(bytes.length + 1);
      assertSameAsByteByByte(storage, bytes, from, from + random.nextInt(bytes.length - from + 1));
    }
  }

  @Test
  void whatIsSearchedIsNotConsumed() {
    ByteBuf bytes = Unpooled.directBuffer().writeZero(LINE_BYTES).writeByte('\n');
    try {
      LineFeed.indexOf(bytes, 7, LINE_BYTES + 1);
      assertThat(bytes.readerIndex()).isZero();
      assertThat(bytes.writerIndex()).isEqualTo(LINE_BYTES + 1);
    } finally {
      bytes.release();
    }
  }

  private static void assertSameAsByteByByte(Storage storage, byte[] bytes, int from, int to) {
    int expected = -1;
    for (int at = to - 1; at >= from; at--) {
      expected = bytes[at] == '\n' ? at : expected;
    }
    ByteBuf stored = storage.of(bytes);
    try {
      assertThat(LineFeed.indexOf(stored, from, to))
          .as("%s from=%s to=%s", storage, from, to)
          .isEqualTo(expected);
    } finally {
      stored.release();
    }
  }
}
