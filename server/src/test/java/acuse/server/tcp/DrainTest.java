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
  void nobodyIsAcceptedAnyMore() throws Exception {
    AcuseServer server = TestServer.start();
    InetSocketAddress address = server.tcpAddress();
    server.close();
    assertThatThrownBy(() -> Peer.tcp(address)).isInstanceOf(IOException.class);
  }
}
