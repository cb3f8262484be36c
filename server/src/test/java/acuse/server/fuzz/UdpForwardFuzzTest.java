package acuse.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Protocol;
import acuse.common.testing.fuzz.Seeds;
import acuse.common.testing.fuzz.UdpExchange;
import acuse.common.transport.IoTransport;
import acuse.server.AcuseServer;
import acuse.server.forward.ForwardTarget;
import acuse.server.testing.TestServer;
import acuse.server.testing.UdpTarget;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Datagrams of all sizes with anything in them pass to a target and back, and nothing changes. */
class UdpForwardFuzzTest {
  private static final int SERVERS = 5;
  private static final int DATAGRAMS_EACH = 100;
  private static final int MAX_DATAGRAM_BYTES = 65_507;

  @Test
  void everyDatagramComesBackAsItWas() {
    boolean sendsEmpty = IoTransport.AUTO.resolve() != IoTransport.NIO;
    Seeds.forEach(
        SERVERS,
        random -> {
          try (UdpTarget target = UdpTarget.start(UdpTarget.Message::bytes);
              AcuseServer server = start(target);
              UdpExchange peer = new UdpExchange(server.udpAddress())) {
            for (int i = 0; i < DATAGRAMS_EACH; i++) {
              byte[] any =
                  random.oneIn(2)
                      ? random.mutate(random.message(MAX_DATAGRAM_BYTES))
                      : random.bytes(random.below(MAX_DATAGRAM_BYTES + 1));
              byte[] datagram = Arrays.copyOf(any, Math.min(any.length, MAX_DATAGRAM_BYTES));
              if (datagram.length > 0 || sendsEmpty) {
                assertThat(peer.ask(datagram))
                    .as("datagram %d, bytes=%d", i, datagram.length)
                    .isEqualTo(datagram);
              }
            }
          }
        });
  }

  private static AcuseServer start(UdpTarget target) throws Exception {
    ForwardTarget onward = new ForwardTarget("127.0.0.1", target.address().getPort());
    return TestServer.start(config -> config.only(Protocol.UDP).forwardUdp(onward));
  }
}
