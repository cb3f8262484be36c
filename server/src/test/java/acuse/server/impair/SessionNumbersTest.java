package acuse.server.impair;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class SessionNumbersTest {
  private final SessionNumbers numbers = new SessionNumbers();

  @Test
  void eachAddressHasItsOwn() throws Exception {
    assertThat(numbers.next(address(1))).isEqualTo(1);
    assertThat(numbers.next(address(2))).isEqualTo(1);
    assertThat(numbers.next(address(1))).isEqualTo(2);
  }

  @Test
  void theAddressHeardLeastRecentlyIsForgotten() throws Exception {
    for (int i = 0; i < SessionNumbers.MAX_ADDRESSES; i++) {
      numbers.next(address(i));
    }
    assertThat(numbers.next(address(0))).isEqualTo(2);
    numbers.next(address(SessionNumbers.MAX_ADDRESSES)); // number 1 goes for it
    assertThat(numbers.next(address(0))).isEqualTo(3);
    assertThat(numbers.next(address(1))).isEqualTo(1);
  }

  private static InetAddress address(int number) throws Exception {
    return InetAddress.getByAddress(
        new byte[] {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number});
  }
}
