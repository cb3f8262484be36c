package acuse.server.udp;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Protocol;
import acuse.server.config.ServerConfig;
import acuse.server.guard.Limit;
import acuse.server.guard.LimitCounters;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UdpGuardTest {
  /** Services answer answers: echo (7), chargen (19), DNS (53); so would we. */
  @ParameterizedTest
  @CsvSource({
    "0, false",
    "7, false",
    "19, false",
    "53, false",
    "1023, false",
    "1024, true",
    "40000, false",
    "40001, false",
    "40002, true",
    "65535, true"
  })
  void onlyPortsThatClientsHaveGetAnswers(int port, boolean admitted) {
    LimitCounters counters = new LimitCounters();
    UdpGuard guard =
        new UdpGuard(ServerConfig.builder().tcpPort(40_000).udpPort(40_001).build(), counters);
    InetSocketAddress sender = new InetSocketAddress("127.0.0.1", port);
    assertThat(guard.admits(sender, 40_001, Unpooled.EMPTY_BUFFER, 0, 0, false))
        .isEqualTo(admitted);
    assertThat(counters.totals()).containsEntry(Limit.UDP_PORT, admitted ? 0L : 1L);
  }

  @Test
  void thePortOfATcpServerThatIsNotThereGetsAnswers() {
    UdpGuard guard =
        new UdpGuard(
            ServerConfig.builder().tcpPort(40_000).udpPort(40_001).only(Protocol.UDP).build(),
            new LimitCounters());
    InetSocketAddress sender = new InetSocketAddress("127.0.0.1", 40_000);
    assertThat(guard.admits(sender, 40_001, Unpooled.EMPTY_BUFFER, 0, 0, false)).isTrue();
  }
}
