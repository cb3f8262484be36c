package acuse.client.codec;

import acuse.common.protocol.Framing;
import acuse.common.testing.fuzz.RandomWire;
import acuse.common.testing.fuzz.Seeds;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client's engine is another than the server's, but the wire is the same. */
class CodecFuzzTest {
  private static final int CASES = 2000;

  @Test
  void linesAreThoseThatTheModelHas() {
    Seeds.forEach(
        CASES,
        random -> {
          int limit = limit(random);
          DecoderCheck.checkLines(limit, random.cut(random.stream(Framing.LINE, limit)));
          DecoderCheck.checkLines(limit, random.cut(random.bytes(random.below(50))));
        });
  }

  @ParameterizedTest
  @EnumSource(
      value = Framing.class,
      names = {"LINE", "RAW", "LENGTH"})
  void repliesAreThoseThatTheModelHas(Framing framing) {
    Seeds.forEach(
        CASES,
        random -> {
          int limit = Math.min(limit(random), 1000); // without framing, one read is one reply
          DecoderCheck.checkReplies(framing, limit, random.cut(random.stream(framing, limit)));
          DecoderCheck.checkReplies(framing, limit, random.cut(random.bytes(random.below(50))));
        });
  }

  @ParameterizedTest
  @EnumSource(
      value = Framing.class,
      names = {"LINE", "RAW", "LENGTH"})
  void theModelReadsWhatIsWritten(Framing framing) {
    Seeds.forEach(CASES, random -> EncoderCheck.check(framing, messages(random)));
  }

  private static List<byte[]> messages(RandomWire random) {
    return Stream.generate(() -> random.message(100)).limit(random.below(10)).toList();
  }

  private static int limit(RandomWire random) {
    return random.oneOf(1, 2, 3, 8, 8, 100, 255, 256, 1000, 70_000);
  }
}
