package acuse.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerRateTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final InetAddress somebody = InetAddress.getLoopbackAddress();

  /** {@link System#nanoTime} may be negative, and about to overflow. */
  @ParameterizedTest
  @ValueSource(longs = {0, -5_000_000_000L, Long.MAX_VALUE - 500_000_000, 123_456_789})
  void grantsABurstAndThenAsManyASecond(long start) {
    AnswerRate rate = new AnswerRate(10, start);
    assertThat(granted(rate, start)).isEqualTo(10);
    assertThat(granted(rate, start)).isZero();
    assertThat(granted(rate, start + SECOND / 10)).isEqualTo(1);
    assertThat(granted(rate, start + SECOND / 2)).isEqualTo(4);
    assertThat(granted(rate, start + 100 * SECOND)).isEqualTo(10);
  }

  @Test
  void addressesHaveEachTheirOwn() throws Exception {
    AnswerRate rate = new AnswerRate(1, 0);
    int granted = 0;
    for (int i = 0; i < 1000; i++) {
      InetAddress address = InetAddress.getByAddress(new byte[] {10, 0, (byte) (i >> 8), (byte) i});
      granted += rate.grant(address, 0) ? 1 : 0;
    }
    // A thousand addresses in 65,536 cells share some 8 of them.
    assertThat(granted).isBetween(950, 1000);
  }

  /** They are spread over all cells: none is filled so that somebody honest is refused for it. */
  @Test
  void aMillionForgedAddressesDoNotSilenceAnHonestOne() throws Exception {
    AnswerRate rate = new AnswerRate(1000, 0);
    for (int i = 0; i < 1_000_000; i++) {
      rate.grant(
          InetAddress.getByAddress(
              new byte[] {(byte) (i >> 16), (byte) (i >> 8), (byte) i, (byte) (i >> 12)}),
          i * 1000L);
    }
    assertThat(granted(rate, SECOND)).isGreaterThan(500);
  }

  @Test
  void theHighestRateIsStillALimit() {
    AnswerRate rate = new AnswerRate(1_000_000, 0);
    assertThat(IntStream.range(0, 2_000_000).filter(i -> rate.grant(somebody, 0)).count())
        .isEqualTo(1_000_000);
  }

  private long granted(AnswerRate rate, long nowNanos) {
    return IntStream.range(0, 5000).filter(i -> rate.grant(somebody, nowNanos)).count();
  }
}
