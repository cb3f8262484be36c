package acuse.server.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import acuse.common.protocol.Framing;
import acuse.common.testing.ClosedPort;
import acuse.common.text.Language;
import acuse.common.transport.IoTransport;
import acuse.server.AcuseServer;
import acuse.server.admin.AdminConfig;
import acuse.server.config.ServerConfigBuilder;
import acuse.server.forward.ForwardTarget;
import acuse.server.guard.Limit;
import acuse.server.impair.ImpairConfig;
import acuse.server.observe.ServerObserver;
import acuse.server.testing.EventLog;
import acuse.server.testing.HttpPeer;
import acuse.server.testing.Peer;
import acuse.server.testing.Peer.TcpPeer;
import acuse.server.testing.Target;
import acuse.server.testing.TestServer;
import acuse.server.testing.Transfer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @EnumSource(IoTransport.class)
  void everyTransportConnectsOnward(IoTransport transport) throws Exception {
    assumeTrue(transport.isAvailable());
    try (AcuseServer server = start(config -> config.transport(transport), ServerObserver.NONE);
        TcpPeer peer = Peer.tcp(server.tcpAddress());
        TcpPeer end = target.accept()) {
      Transfer there = Transfer.begin(peer, 1, 1);
      assertThat(Transfer.digestOfAll(end)).isEqualTo(there.digest());
      end.send("answer");
      end.finish();
      assertThat(peer.receiveAll()).isEqualTo("answer");
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

  /** How much the property says, in each direction; a build has little time. */
  @ParameterizedTest
  @ValueSource(strings = {"", "tcp:delay=1ms", "tcp-in:slice=60000,slice-gap=1ms"})
  void muchGoesBothWaysAtOnceAndWhole(String faults) throws Exception {
    int megabytes = Integer.getInteger("acuse.forward.megabytes", faults.isEmpty() ? 20 : 2);
    UnaryOperator<ServerConfigBuilder> changes =
        config -> faults.isEmpty() ? config : config.impair(ImpairConfig.forwarding(1, faults));
    try (AcuseServer server = start(changes, ServerObserver.NONE);
        TcpPeer peer = Peer.tcp(server.tcpAddress());
        TcpPeer end = target.accept()) {
      Transfer there = Transfer.begin(peer, 1, megabytes);
      Transfer back = Transfer.begin(end, 2, megabytes);
      assertThat(Transfer.digestOfAll(end)).isEqualTo(there.digest());
      assertThat(Transfer.digestOfAll(peer)).isEqualTo(back.digest());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoDoesNotReadIsNotReadFor(boolean peerReadsNot) throws Exception {
    target.close();
    target = Target.withSmallBuffer();
    try (AcuseServer server = start();
        TcpPeer peer = Peer.tcpWithSmallBuffer(server.tcpAddress());
        TcpPeer end = target.accept()) {
      TcpPeer sender = peerReadsNot ? end : peer;
      TcpPeer reader = peerReadsNot ? peer : end;
      long sent = 0;
      while (server.bufferedBytes() == 0) {
        sent += sender.sendUntilHeldBack("0123456789");
      }
      sent += sender.sendUntilHeldBack("0123456789");
      assertThat(sent).isLessThan(8 << 20);
      assertThat(server.bufferedBytes()).isLessThan(1 << 20);
      reader.send("still there\n");
      assertThat(sender.receive()).isEqualTo("still there\n");
      sender.finish();
      assertThat((long) reader.receiveAll().length()).isEqualTo(sent);
      reader.finish();
    }
  }

  @ParameterizedTest
  @CsvSource({"true,NOT_READING", "false,TARGET_NOT_READING"})
  void whoTakesNothingForLongIsReset(boolean peerReadsNot, String why) throws Exception {
    EventLog log = new EventLog();
    target.close();
    target = Target.withSmallBuffer();
    try (AcuseServer server =
            start(
                config -> config.guard(guard -> guard.writeTimeout(Duration.ofMillis(200))), log);
        TcpPeer peer = Peer.tcpWithSmallBuffer(server.tcpAddress());
        TcpPeer end = target.accept()) {
      TcpPeer sender = peerReadsNot ? end : peer;
      assertThatThrownBy(() -> sendForEver(sender)).isInstanceOf(IOException.class);
      log.await("TCP " + peer.localPort() + " ended " + why);
      assertThat(server.limitsActed()).containsEntry(Limit.WRITE_TIMEOUT, 1L);
    }
  }

  @Test
  void aSilentCableIsClosedAndOneThatSpeaksInOneDirectionIsNot() throws Exception {
    EventLog log = new EventLog();
    try (AcuseServer server =
            start(config -> config.guard(guard -> guard.idleTimeout(Duration.ofMillis(300))), log);
        TcpPeer peer = Peer.tcp(server.tcpAddress());
        TcpPeer end = target.accept()) {
      long untilNanos = System.nanoTime() + Duration.ofSeconds(1).toNanos();
      while (System.nanoTime() < untilNanos) {
        end.send("x");
        assertThat(peer.receiveAsMuchAs("x")).isEqualTo("x");
      }
      assertThat(peer.receiveAll()).isEmpty();
      assertThat(end.receiveAll()).isEmpty();
      log.await("TCP " + peer.localPort() + " ended IDLE");
    }
  }

  @Test
  void aStopPassesOnWhatHasComeAndWaitsForTheAnswer() throws Exception {
    EventLog log = new EventLog();
    AcuseServer server = start(config -> config, log);
    try (TcpPeer peer = Peer.tcp(server.tcpAddress());
        TcpPeer end = target.accept()) {
      peer.send("question");
      assertThat(end.receiveAsMuchAs("question")).isEqualTo("question");
      Thread stop = new Thread(server::close);
      stop.start();
      assertThat(end.receiveAll()).as("FIN").isEmpty();
      end.send("answer");
      end.finish();
      assertThat(peer.receiveAll()).isEqualTo("answer");
      stop.join();
      log.await("TCP " + peer.localPort() + " ended SERVER_STOPPED");
    } finally {
      server.close();
    }
  }

  @Test
  void aTargetThatDoesNotFinishIsCutOffByTheStop() throws Exception {
    AcuseServer server =
        start(
            config -> config.guard(guard -> guard.drainTimeout(Duration.ofMillis(300))),
            ServerObserver.NONE);
    try (TcpPeer peer = Peer.tcp(server.tcpAddress());
        TcpPeer end = target.accept()) {
      server.close();
      assertThat(server.limitsActed()).containsEntry(Limit.DRAIN_TIMEOUT, 1L);
      assertThat(peer.receiveAll()).isEmpty();
      assertThat(end.receiveAll()).as("FIN, from the beginning of the stop").isEmpty();
      assertThatThrownBy(() -> end.sendUntilHeldBack("x")).isInstanceOf(IOException.class);
    } finally {
      server.close();
    }
  }

  @Test
  void theBudgetCountsTheCableAndResetsWhoHoldsMost() throws Exception {
    EventLog log = new EventLog();
    target.close();
    target = Target.withSmallBuffer();
    try (AcuseServer server =
            start(config -> config.guard(guard -> guard.maxBufferedBytes(20_000)), log);
        TcpPeer peer = Peer.tcp(server.tcpAddress());
        TcpPeer end = target.accept()) {
      assertThatThrownBy(() -> sendForEver(peer)).isInstanceOf(IOException.class);
      log.await("TCP " + peer.localPort() + " ended BUFFERS_NEEDED");
      assertThat(server.bufferedBytes()).isZero();
      assertThatThrownBy(end::receiveAll).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void aTargetThatIsNotThereIsCounted() throws Exception {
    AdminConfig admin =
        new AdminConfig(new InetSocketAddress("127.0.0.1", 0), Optional.empty(), Language.EN);
    try (ClosedPort nobody = ClosedPort.hold();
        AcuseServer server =
            start(
                config ->
                    config.admin(admin).forwardTcp(new ForwardTarget("127.0.0.1", nobody.number())),
                ServerObserver.NONE)) {
      for (int i = 0; i < 2; i++) {
        try (TcpPeer peer = Peer.tcp(server.tcpAddress())) {
          assertThatThrownBy(peer::receiveAll).isInstanceOf(SocketException.class);
        }
      }
      assertThat(HttpPeer.of(server).get("/metrics").body())
          .contains("acuse_target_failures_total{protocol=\"tcp\"} 2");
    }
  }

  @Test
  void messagesAndBytesAreCountedInBothDirections() throws Exception {
    AdminConfig admin =
        new AdminConfig(new InetSocketAddress("127.0.0.1", 0), Optional.empty(), Language.EN);
    try (AcuseServer server =
            start(config -> config.admin(admin).framing(Framing.LINE), ServerObserver.NONE);
        TcpPeer peer = Peer.tcp(server.tcpAddress());
        TcpPeer end = target.accept()) {
      peer.send("uno\ndos\ntr");
      peer.finish();
      assertThat(end.receiveAll()).isEqualTo("uno\ndos\ntr");
      end.send("a\n");
      end.finish();
      assertThat(peer.receiveAll()).isEqualTo("a\n");
      assertThat(HttpPeer.of(server).get("/metrics").body())
          .contains(
              "acuse_messages_total{protocol=\"tcp\"} 3",
              "acuse_replies_total{protocol=\"tcp\"} 1",
              "acuse_received_bytes_total{protocol=\"tcp\"} 10",
              "acuse_sent_bytes_total{protocol=\"tcp\"} 2");
    }
  }

  private static void sendForEver(TcpPeer sender) throws IOException {
    while (true) {
      sender.send(new byte[10_000]);
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
