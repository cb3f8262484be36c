package acuse.server.impair;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** At 8,000 bits in a second a byte costs a millisecond; times here are in milliseconds. */
class TokenBucketTest {
  private static final long BYTE_PER_MILLI = 8_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final TokenBucket bucket = new TokenBucket();

  @Test
  void itBeginsFullHoweverLongTheMessage() {
    assertThat(pass(5, 1000)).isEqualTo(5);
    assertThat(pass(5, 1000)).isEqualTo(1005);
    assertThat(pass(5, 1)).isEqualTo(1006);
  }

  @Test
  void tenMillisecondsWorthPassAtOnce() {
    for (int i = 0; i < 10; i++) {
      assertThat(pass(0, 1)).isZero();
    }
    assertThat(pass(0, 1)).isEqualTo(1);
  }

  @Test
  void itFillsWhileNothingPasses() {
    pass(0, 10);
    assertThat(pass(4, 4)).isEqualTo(4);
    assertThat(pass(4, 1)).isEqualTo(5);
  }

  @Test
  void itHoldsNoMoreThanOneMessageAfterALongRest() {
    pass(0, 100);
    assertThat(pass(100_000, 100)).isEqualTo(100_000);
    assertThat(pass(100_000, 100)).isEqualTo(100_100);
  }

  @Test
  void theLongRunHasTheRate() {
    long last = 0;
    for (int i = 0; i < 1000; i++) {
      last = pass(0, 7);
    }
    assertThat(last).isBetween(7000L - 10, 7000L);
  }

  @Test
  void theLongestMessageAtALowRateIsNoOverflow() {
    bucket.passNanos(0, Integer.MAX_VALUE, 1000);
    long seconds = bucket.passNanos(0, Integer.MAX_VALUE, 1000) / 1_000_000_000;
    assertThat(seconds).isEqualTo(Integer.MAX_VALUE * 8L / 1000);
  }

  private long pass(long readyMillis, int bytes) {
    return bucket.passNanos(readyMillis * NANOS_PER_MILLI, bytes, BYTE_PER_MILLI) / NANOS_PER_MILLI;
  }
}
