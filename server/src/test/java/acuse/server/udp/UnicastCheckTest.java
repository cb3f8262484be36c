package acuse.server.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import acuse.common.transport.IoTransport;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnicastCheckTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @BeforeEach
  void needsEpoll() {
    assumeThat(IoTransport.AUTO.resolve()).isEqualTo(IoTransport.EPOLL);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.0.0.2, true",
    "127.255.255.254, true",
    "127.255.255.255, false",
    "255.255.255.255, false",
    "224.0.0.1, false",
    "239.1.2.3, false",
    "ff02::1, false"
  })
  void onlyOneMachineHasAUnicastAddress(String address, boolean isUnicast) throws Exception {
    try (UnicastCheck check = UnicastCheck.open()) {
      InetAddress asked = InetAddress.getByName(address);
      for (long nowNanos = 0; nowNanos <= 2 * SECOND; nowNanos += SECOND / 2) {
        assertThat(check.isUnicast(asked, nowNanos)).isEqualTo(isUnicast);
      }
    }
  }

  /** An earlier judgement leaves nothing behind on the socket that asks. */
  @Test
  void judgesEachAddressByItself() throws Exception {
    InetAddress broadcast = InetAddress.getByName("127.255.255.255");
    try (UnicastCheck check = UnicastCheck.open()) {
      for (int i = 0; i < 3000; i++) {
        InetAddress one = InetAddress.getByName("127.0.%d.%d".formatted(1 + i / 250, 1 + i % 250));
        assertThat(check.isUnicast(one, 0)).isTrue();
        assertThat(check.isUnicast(broadcast, 0)).isFalse();
      }
    }
  }
}
