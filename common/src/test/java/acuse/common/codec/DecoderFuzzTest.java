package acuse.common.codec;

import acuse.common.protocol.Framing;
import acuse.common.testing.fuzz.DecoderCheck;
import acuse.common.testing.fuzz.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Any bytes, cut into any pieces, give the messages that the description of the wire names. */
class DecoderFuzzTest {
  private static final int CASES = 2000;

  @ParameterizedTest
  @EnumSource(Framing.class)
  void cutsOutWhatTheModelDoes(Framing framing) {
    Seeds.forEach(
        CASES,
        random -> {
          int limit =
              random.oneOf(1, 2, 3, 8, 8, 100, 255, 256, 1000, Integer.MAX_VALUE - random.below(4));
          byte[] stream = random.stream(framing, limit);
          DecoderCheck.check(framing, limit, random.cutWithSilences(stream));
        });
  }

  @ParameterizedTest
  @EnumSource(Framing.class)
  void cutsOutWhatTheModelDoesOfAnyBytes(Framing framing) {
    Seeds.forEach(
        CASES,
        random -> {
          byte[] noise = random.bytes(random.below(50));
          DecoderCheck.check(framing, 1 + random.below(12), random.cutWithSilences(noise));
        });
  }
}
