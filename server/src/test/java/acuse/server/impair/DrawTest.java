package acuse.server.impair;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrawTest {
  /** Worked out by another program, in Python. They hold for ever. */
  @ParameterizedTest
  @CsvSource({
    "1, UDP_IN, 127.0.0.1, 1, LOSS, 1, 0, 0.3230799100189923",
    "1, UDP_IN, 127.0.0.1, 1, LOSS, 2, 0, 0.6112259022811226",
    "1, UDP_OUT, 127.0.0.1, 1, LOSS, 1, 0, 0.9949249186600359",
    "1, TCP_IN, 127.0.0.1, 1, LOSS, 1, 0, 0.6873865724659647",
    "1, TCP_IN, 127.0.0.1, 1, LOSS, 1, 1, 0.263594523289699",
    "-1, TCP_OUT, 192.0.2.7, 3, DELAY, 1000000, 1, 0.7294182424996405",
    "42, UDP_OUT, 2001:db8::1, 2, CORRUPT, 7, 2147483647, 0.29355105086242117",
    "42, UDP_IN, 255.255.255.255, 1, REORDER, 9, 0, 0.0301229079369284",
    "9223372036854775807, UDP_IN, ::1, 1, DUPLICATE, 1, 0, 0.3473836374882311",
  })
  void aSeedMeansTheSameForEver(
      long seed,
      Path path,
      String peer,
      long session,
      Fault fault,
      long message,
      int turn,
      double expected)
      throws Exception {
    Draw draw = new Draw(seed, path, InetAddress.getByName(peer), session);
    assertThat(draw.unit(fault, message, turn)).isEqualTo(expected);
  }

  @Test
  void anIpv4PeerOnAnIpv6SocketDrawsAsOnAnIpv4Socket() throws Exception {
    byte[] mapped = new byte[16];
    mapped[10] = mapped[11] = -1;
    System.arraycopy(new byte[] {10, 1, 2, 3}, 0, mapped, 12, 4);
    assertThat(PeerAddress.bytes(java.net.Inet6Address.getByAddress("", mapped, 0)))
        .containsExactly(10, 1, 2, 3);
    mapped[0] = 1;
    assertThat(PeerAddress.bytes(InetAddress.getByAddress(mapped))).isEqualTo(mapped);
  }

  @Test
  void numbersBelowABoundAreEven() throws Exception {
    Draw draw = new Draw(7, Path.UDP_IN, InetAddress.getLoopbackAddress(), 1);
    int[] counts = new int[8];
    for (int message = 1; message <= 80_000; message++) {
      counts[draw.below(8, Fault.CORRUPT, message, 0)]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(9_600, 10_400); // four standard deviations
    }
  }
}
