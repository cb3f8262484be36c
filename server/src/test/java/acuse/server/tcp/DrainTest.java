package acuse.server.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.server.AcuseServer;
import acuse.server.testing.EventLog;
import acuse.server.testing.Peer;
import acuse.server.testing.Peer.TcpPeer;
import acuse.server.testing.TestServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrainTest {
  @Test
  void whatHasArrivedIsAnsweredBeforeTheServerStops() throws Exception {
    EventLog events = new EventLog();
    AcuseServer server = TestServer.start(config -> config, events);
    try (TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      peer.send("uno\n");
      peer.receive();
      peer.send("dos\n".repeat(10_000));
      server.close();
      assertThat(peer.receiveAll().lines()).hasSize(10_000);
      events.await("TCP " + peer.localPort() + " ended SERVER_STOPPED");
    }
  }

  @Test
  void anUnframedMessageThatStillWaitsForSilenceIsAnswered() throws Exception {
    EventLog events = new EventLog();
    AcuseServer server = TestServer.start(config -> config, events);
    try (TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      events.await("TCP " + peer.localPort() + " began");
      peer.send("hola");
      server.close();
      assertThat(peer.receiveAll()).isEqualTo("Servidor TCP recibió: hola");
    }
  }

  @Test
  void whatWaitsBehindRepliesThatNobodyTookIsAnsweredToo() throws Exception {
    AcuseServer server = TestServer.start();
    try (TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      String line = "x".repeat(99) + "\n";
      long sentBytes = peer.sendUntilHeldBack(line);
      long surelyArrivedBytes = sentBytes - 64 * 1024;
      Thread closing = new Thread(server::close);
      closing.start();
      awaitNobodyListening(server.tcpAddress());
      assertThat(peer.receiveAll().lines().count())
          .isGreaterThanOrEqualTo(surelyArrivedBytes / line.length());
      closing.join();
    }
  }

  private static void awaitNobodyListening(InetSocketAddress address) {
    for (int refusals = 0; refusals < 100; ) {
      try (TcpPeer late = Peer.tcp(address)) {
        late.send("hola");
      } catch (IOException e) {
        refusals++;
      }
    }
  }

  @Test
  void whoIsConnectedButNotAcceptedYetIsAnswered() throws Exception {
    for (int round = 0; round < 5; round++) {
      AcuseServer server = TestServer.start();
      List<TcpPeer> peers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        peers.add(Peer.tcp(server.tcpAddress()));
        peers.get(i).send("hola\n");
      }
      Thread closing = new Thread(server::close);
      closing.start();
      for (TcpPeer peer : peers) {
        assertThat(peer.receiveAll()).isEqualTo("Servidor TCP recibió: hola\n");
        peer.close();
      }
      closing.join();
    }
  }

  @Test
  void nobodyIsAcceptedAnyMore() throws Exception {
    AcuseServer server = TestServer.start();
    InetSocketAddress address = server.tcpAddress();
    server.close();
    assertThatThrownBy(() -> Peer.tcp(address)).isInstanceOf(IOException.class);
  }
}
