package acuse.server.udp;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Protocol;
import acuse.server.impair.ImpairConfig;
import acuse.server.impair.Impairment;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.Session;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeededFaultsTest {
  private static final InetSocketAddress PEER = new InetSocketAddress("127.0.0.1", 40_000);
  private static final Session SESSION =
      new Session(1, Protocol.UDP, PEER, PEER, Instant.EPOCH, false);

  @Test
  void burstsGoOnOverDatagramsThatMeetNothing() {
    DatagramFaults.Direction all = newFaults().in();
    DatagramFaults.Direction half = newFaults().in();
    for (int number = 1; number <= 100; number++) {
      all.passage(number, 1);
    }
    List<Boolean> lost = new ArrayList<>();
    for (int number = 101; number <= 200; number++) {
      lost.add(all.passage(number, 1).isLost());
      assertThat(half.passage(number, 1).isLost()).isEqualTo(lost.get(lost.size() - 1));
    }
    assertThat(lost).contains(true, false);
  }

  private static DatagramFaults newFaults() {
    // Slow to change, so that a chain that has missed steps would be in another state.
    Impairment impairment = new Impairment(ImpairConfig.of(1, "udp-in:loss=ge:5%/5%"), now -> {});
    return new SeededFaults(SESSION, impairment, ServerObserver.NONE);
  }
}
