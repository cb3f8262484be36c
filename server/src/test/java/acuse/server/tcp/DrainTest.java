package acuse.server.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.common.testing.ClosedPort;
import acuse.server.AcuseServer;
import acuse.server.guard.Limit;
import acuse.server.testing.Backend;
import acuse.server.testing.EventLog;
import acuse.server.testing.Peer;
import acuse.server.testing.Peer.TcpPeer;
import acuse.server.testing.TestServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DrainTest {
  @ParameterizedTest
  @EnumSource(Backend.Kind.class)
  void whatHasArrivedIsAnsweredBeforeTheServerStops(Backend.Kind kind) throws Exception {
    EventLog events = new EventLog();
    try (Backend backend = Backend.of(kind)) {
      AcuseServer server = TestServer.start(backend::behind, events);
      try (TcpPeer peer = Peer.tcp(server.tcpAddress())) {
        peer.send("uno\n");
        peer.receive();
        peer.send("dos\n".repeat(10_000));
        server.close();
        assertThat(peer.receiveAll().lines()).hasSize(10_000);
        events.await("TCP " + peer.localPort() + " ended SERVER_STOPPED");
      }
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

  @ParameterizedTest
  @EnumSource(Backend.Kind.class)
  void whatWaitsBehindRepliesThatNobodyTookIsAnsweredToo(Backend.Kind kind) throws Exception {
    try (ClosedPort port = ClosedPort.hold();
        Backend backend = Backend.of(kind);
        AcuseServer server =
            TestServer.start(config -> backend.behind(config).tcpPort(port.number()));
        TcpPeer peer = Peer.tcp(server.tcpAddress())) {
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

  @ParameterizedTest
  @EnumSource(Backend.Kind.class)
  void whoIsConnectedButNotAcceptedYetIsAnswered(Backend.Kind kind) throws Exception {
    try (Backend backend = Backend.of(kind)) {
      for (int round = 0; round < 5; round++) {
        AcuseServer server = TestServer.start(backend::behind);
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
  }

  /** Each sends as fast as its replies come, a few messages ahead of them, and never stops. */
  @ParameterizedTest
  @EnumSource(Backend.Kind.class)
  void aHundredSessionsInFullFlowLoseNothingAndEndCleanly(Backend.Kind kind) throws Exception {
    try (Backend backend = Backend.of(kind)) {
      AcuseServer server = TestServer.start(backend::behind);
      List<FlowingPeer> peers = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        peers.add(new FlowingPeer(server));
      }
      for (FlowingPeer peer : peers) {
        peer.awaitReplies(50);
      }
      List<Integer> sentBefore = peers.stream().map(FlowingPeer::sent).toList();
      server.close();
      for (int i = 0; i < peers.size(); i++) {
        assertThat(peers.get(i).repliesUpToTheFin()).isGreaterThanOrEqualTo(sentBefore.get(i));
      }
    }
  }

  /** Numbers its messages, and sees to it that the replies have the same numbers in order. */
  private static final class FlowingPeer {
    private static final int MESSAGES_AHEAD = 16;

    private final TcpPeer peer;
    private final Semaphore ahead = new Semaphore(MESSAGES_AHEAD);
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger replies = new AtomicInteger();
    private final CompletableFuture<Integer> end;

    FlowingPeer(AcuseServer server) throws IOException {
      peer = Peer.tcp(server.tcpAddress());
      start(this::sendForEver);
      end = new CompletableFuture<>();
      start(this::receive);
    }

    int sent() {
      return sent.get();
    }

    void awaitReplies(int count) {
      while (replies.get() < count && !end.isDone()) {
        Thread.onSpinWait();
      }
    }

    int repliesUpToTheFin() throws Exception {
      return end.get(20, TimeUnit.SECONDS);
    }

    private void sendForEver() {
      try {
        while (true) {
          ahead.acquire();
          peer.send((sent.get() + 1) + "\n");
          sent.incrementAndGet();
        }
      } catch (IOException | InterruptedException e) {
        Thread.currentThread().interrupt(); // the server is gone
      }
    }

    private void receive() {
      try (peer) {
        String reply = peer.receive();
        while (!reply.isEmpty()) {
          assertThat(reply).isEqualTo("Servidor TCP recibió: " + replies.incrementAndGet() + "\n");
          ahead.release();
          reply = peer.receive();
        }
        end.complete(replies.get());
      } catch (IOException | AssertionError e) {
        end.completeExceptionally(e);
      }
    }

    private static void start(Runnable work) {
      Thread thread = new Thread(work);
      thread.setDaemon(true);
      thread.start();
    }
  }

  @ParameterizedTest
  @EnumSource(Backend.Kind.class)
  void whoDoesNotEndInTimeIsCutOffAndCounted(Backend.Kind kind) throws Exception {
    EventLog events = new EventLog();
    try (Backend backend = Backend.of(kind)) {
      AcuseServer server =
          TestServer.start(
              config ->
                  backend.behind(config).guard(guard -> guard.drainTimeout(Duration.ofMillis(200))),
              events.onlyEnds());
      try (TcpPeer deaf = Peer.tcpWithSmallBuffer(server.tcpAddress())) {
        deaf.sendUntilHeldBack("x".repeat(999) + "\n");
        server.close();
        assertThat(events.next()).isEqualTo("TCP " + deaf.localPort() + " ended SERVER_STOPPED");
        assertThat(server.limitsActed()).containsEntry(Limit.DRAIN_TIMEOUT, 1L);
      }
    }
  }

  @Test
  void nobodyIsAcceptedAnyMore() throws Exception {
    try (ClosedPort port = ClosedPort.hold()) {
      AcuseServer server = TestServer.start(config -> config.tcpPort(port.number()));
      InetSocketAddress address = server.tcpAddress();
      Peer.tcp(address).close();
      server.close();
      assertThatThrownBy(() -> Peer.tcp(address)).isInstanceOf(ConnectException.class);
    }
  }
}
