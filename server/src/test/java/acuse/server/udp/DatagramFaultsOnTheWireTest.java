package acuse.server.udp;

import static acuse.server.udp.ScriptedDatagramFaults.delayed;
import static acuse.server.udp.ScriptedDatagramFaults.reordered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import acuse.common.transport.IoTransport;
import acuse.server.testing.Peer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Faults on purpose between real sockets. */
class DatagramFaultsOnTheWireTest {
  private static final Duration SHORT = Duration.ofMillis(20);

  private final ScriptedDatagramFaults faults = new ScriptedDatagramFaults();

  @RepeatedTest(10)
  void onlyTheSecondReplyIsLost() throws Exception {
    faults.out(2, DatagramPassage.LOST);
    try (FaultyUdpServer server = FaultyUdpServer.start(() -> faults, config -> config);
        Peer peer = Peer.udp(server.address())) {
      for (String message : new String[] {"1", "2", "3"}) {
        peer.send(message);
      }
      assertThat(peer.receive()).isEqualTo("[1]");
      assertThat(peer.receive()).isEqualTo("[3]");
    }
  }

  @Test
  void aReorderedReplyComesAfterTheNext() throws Exception {
    faults.out(1, reordered(1));
    try (FaultyUdpServer server = FaultyUdpServer.start(() -> faults, config -> config);
        Peer peer = Peer.udp(server.address())) {
      peer.send("1");
      peer.send("2");
      assertThat(peer.receive()).isEqualTo("[2]");
      assertThat(peer.receive()).isEqualTo("[1]");
    }
  }

  @Test
  void aDelayedReplyIsOnTimeAndComesFromTheAddressThatWasAsked() throws Exception {
    assumeThat(IoTransport.AUTO.resolve()).isEqualTo(IoTransport.EPOLL);
    faults.everyIn(delayed(SHORT)).everyOut(delayed(SHORT));
    InetAddress wildcard = InetAddress.getByName("0.0.0.0");
    try (FaultyUdpServer server =
            FaultyUdpServer.start(() -> faults, config -> config.host(wildcard));
        Peer peer = Peer.udp(new InetSocketAddress("127.0.0.2", server.address().getPort()))) {
      long startNanos = System.nanoTime();
      peer.send("");
      assertThat(peer.receive()).isEqualTo("[]"); // its socket is connected, and takes no other's
      assertThat(System.nanoTime() - startNanos)
          .isGreaterThanOrEqualTo(SHORT.multipliedBy(2).toNanos());
    }
  }

  @Test
  void aStopWaitsForWhatIsHeldBack() throws Exception {
    faults.everyIn(delayed(SHORT.multipliedBy(5))).everyOut(delayed(SHORT.multipliedBy(5)));
    try (FaultyUdpServer server = FaultyUdpServer.start(() -> faults, config -> config);
        Peer peer = Peer.udp(server.address())) {
      peer.send("1");
      server.drain();
      assertThat(peer.receive()).isEqualTo("[1]");
    }
  }

  @Test
  void aServerThatIsClosedAtOnceFreesWhatIsHeldBack() throws Exception {
    faults.in(1, delayed(Duration.ofMinutes(1)));
    try (FaultyUdpServer server = FaultyUdpServer.start(() -> faults, config -> config);
        Peer peer = Peer.udp(server.address())) {
      peer.send("1");
      peer.send("2");
      assertThat(peer.receive()).isEqualTo("[2]");
    }
  }
}
