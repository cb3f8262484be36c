package acuse.common.codec;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Framing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedMemoryTest {
  private static final int MAX = 100;

  @ParameterizedTest
  @EnumSource(Framing.class)
  void neverKeepsMoreThanTheLongestMessage(Framing framing) {
    DecoderRun run = new DecoderRun(framing, MAX);
    for (int i = 0; i < 1000; i++) {
      run.read("0123456789");
      assertThat(run.unfinishedBytes()).isLessThanOrEqualTo(MAX + 2);
    }
    run.end();
  }

  @ParameterizedTest
  @EnumSource(Framing.class)
  void keepsNothingBetweenMessages(Framing framing) {
    DecoderRun run = new DecoderRun(framing, MAX);
    run.read("\0\0\0\2a\n");
    assertThat(run.unfinishedBytes()).isZero();
    run.end();
  }

  @Test
  void anAnnouncedLengthTakesNoMemoryUntilBytesCome() {
    DecoderRun run = new DecoderRun(Framing.LENGTH, 1 << 30);
    run.read(new byte[] {0x3f, -1, -1, -1, 'a'}, 0, 5);
    assertThat(run.unfinishedBytes()).isEqualTo(1);
    run.end();
  }

  @ParameterizedTest
  @ValueSource(ints = {MAX, Integer.MAX_VALUE - 1, Integer.MAX_VALUE})
  void lengthsAreUnsignedWhateverTheLimit(int max) {
    for (byte first : new byte[] {-128, -1}) {
      for (byte others : new byte[] {0, 1, -1}) {
        DecoderRun run = new DecoderRun(Framing.LENGTH, max);
        run.read(new byte[] {first, others, others, others, 'a', 'b'}, 0, 6);
        assertThat(run.unfinishedBytes()).isZero();
        assertThat(run.end()).isEmpty();
      }
    }
  }
}
