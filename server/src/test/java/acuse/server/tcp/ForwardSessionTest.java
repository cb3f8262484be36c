package acuse.server.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.common.testing.ClosedPort;
import acuse.server.AcuseServer;
import acuse.server.config.ServerConfigBuilder;
import acuse.server.forward.ForwardTarget;
import acuse.server.observe.ServerObserver;
import acuse.server.testing.EventLog;
import acuse.server.testing.Peer;
import acuse.server.testing.Peer.TcpPeer;
import acuse.server.testing.Target;
import acuse.server.testing.TestServer;
import java.net.SocketException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server as a cable between a peer and a target, each with a real socket. */
class ForwardSessionTest {
  private Target target;

  @BeforeEach
  void openTarget() throws Exception {
    target = Target.open();
  }

  @AfterEach
  void closeTarget() throws Exception {
    target.close();
  }

  @Test
  void bytesGoBothWaysUnchanged() throws Exception {
    EventLog log = new EventLog();
    try (AcuseServer server = start(config -> config, log);
        TcpPeer peer = Peer.tcp(server.tcpAddress());
        TcpPeer end = target.accept()) {
      peer.send("exit\nhola\n");
      assertThat(end.receive()).isEqualTo("exit\n");
      assertThat(end.receive()).isEqualTo("hola\n");
      end.send("a\r\nb\n");
      assertThat(peer.receive()).isEqualTo("a\r\n");
      assertThat(peer.receive()).isEqualTo("b\n");
    }
  }

  @Test
  void theTargetMaySpeakFirst() throws Exception {
    try (AcuseServer server = start();
        TcpPeer peer = Peer.tcp(server.tcpAddress());
        TcpPeer end = target.accept()) {
      end.send("220 hello\n");
      assertThat(peer.receive()).isEqualTo("220 hello\n");
    }
  }

  @Test
  void thePeersHalfCloseLeavesTheWayBackOpen() throws Exception {
    EventLog log = new EventLog();
    try (AcuseServer server = start(config -> config, log);
        TcpPeer peer = Peer.tcp(server.tcpAddress());
        TcpPeer end = target.accept()) {
      peer.send("question");
      peer.finish();
      assertThat(end.receiveAll()).isEqualTo("question");
      end.send("answer");
      end.finish();
      assertThat(peer.receiveAll()).isEqualTo("answer");
      log.await("TCP " + peer.localPort() + " ended PEER_CLOSED");
    }
  }

  @Test
  void theTargetsHalfCloseLeavesTheWayThereOpen() throws Exception {
    EventLog log = new EventLog();
    try (AcuseServer server = start(config -> config, log);
        TcpPeer peer = Peer.tcp(server.tcpAddress());
        TcpPeer end = target.accept()) {
      end.send("banner");
      end.finish();
      assertThat(peer.receiveAll()).isEqualTo("banner");
      peer.send("late");
      peer.finish();
      assertThat(end.receiveAll()).isEqualTo("late");
      log.await("TCP " + peer.localPort() + " ended TARGET_CLOSED");
    }
  }

  @Test
  void thePeersResetIsAResetForTheTarget() throws Exception {
    EventLog log = new EventLog();
    try (AcuseServer server = start(config -> config, log);
        TcpPeer peer = Peer.tcp(server.tcpAddress());
        TcpPeer end = target.accept()) {
      peer.send("x");
      assertThat(end.receiveAsMuchAs("x")).isEqualTo("x");
      int port = peer.localPort();
      peer.reset();
      assertThatThrownBy(end::receiveAll).isInstanceOf(SocketException.class);
      log.await("TCP " + port + " ended BROKEN");
    }
  }

  @Test
  void theTargetsResetIsAResetForThePeer() throws Exception {
    try (AcuseServer server = start();
        TcpPeer peer = Peer.tcp(server.tcpAddress());
        TcpPeer end = target.accept()) {
      end.send("x");
      assertThat(peer.receiveAsMuchAs("x")).isEqualTo("x");
      end.reset();
      assertThatThrownBy(peer::receiveAll).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void aTargetThatIsNotThereIsAReset() throws Exception {
    EventLog log = new EventLog();
    try (ClosedPort nobody = ClosedPort.hold();
        AcuseServer server =
            start(
                config -> config.forwardTcp(new ForwardTarget("127.0.0.1", nobody.number())), log);
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
      assertThatThrownBy(peer::receiveAll).isInstanceOf(SocketException.class);
      log.await("TCP " + peer.localPort() + " no target: REFUSED");
      log.await("TCP " + peer.localPort() + " ended TARGET_UNREACHABLE");
    }
  }

  private AcuseServer start() throws Exception {
    return start(config -> config, ServerObserver.NONE);
  }

  private AcuseServer start(UnaryOperator<ServerConfigBuilder> changes, ServerObserver observer)
      throws Exception {
    return TestServer.start(config -> changes.apply(config.forwardTcp(target.address())), observer);
  }
}
