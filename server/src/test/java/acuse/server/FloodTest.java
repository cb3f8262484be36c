package acuse.server;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.server.testing.Backend;
import acuse.server.testing.EventLog;
import acuse.server.testing.Peer;
import acuse.server.testing.Peer.TcpPeer;
import acuse.server.testing.TestServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many peers who break off, in every state that a session can be in. */
class FloodTest {
  private static final int PEERS = 200;

  @ParameterizedTest
  @EnumSource(Backend.Kind.class)
  void resetsAndHalfOpenConnectionsLeaveNothingBehind(Backend.Kind kind) throws Exception {
    EventLog ends = new EventLog();
    List<TcpPeer> halfOpen = new ArrayList<>();
    try (Backend backend = Backend.of(kind);
        AcuseServer server = TestServer.start(backend::behind, ends.onlyEnds());
        TcpPeer honest = Peer.tcp(server.tcpAddress())) {
      for (int i = 0; i < PEERS; i++) {
        TcpPeer peer = Peer.tcp(server.tcpAddress());
        switch (i % 5) {
          case 0 -> peer.reset();
          case 1 -> {
            peer.send("half of a line");
            peer.reset();
          }
          case 2 -> {
            peer.send("a line\nand half of another");
            peer.receive();
            peer.reset();
          }
          case 3 -> {
            peer.send("answers that nobody reads\n".repeat(1000));
            peer.reset();
          }
          default -> {
            peer.send("a line\n");
            peer.finish();
            halfOpen.add(peer); // which has not read its answer, nor the FIN
          }
        }
        assertServed(honest);
      }
      for (TcpPeer peer : halfOpen) {
        assertThat(peer.receiveAll()).isEqualTo("Servidor TCP recibió: a line\n");
        peer.close();
      }
      for (int i = 0; i < PEERS; i++) {
        assertThat(ends.next()).contains(" ended ");
      }
      while (server.bufferedBytes() > 0) {
        Thread.onSpinWait(); // JUnit's own time limit ends this if it must
      }
      assertServed(honest);
      assertThat(ends.isEmpty()).as("the honest session goes on").isTrue();
    }
  }

  private static void assertServed(Peer peer) throws IOException {
    peer.send("hola\n");
    assertThat(peer.receive()).isEqualTo("Servidor TCP recibió: hola\n");
  }
}
