package acuse.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Framing;
import acuse.common.protocol.Protocol;
import acuse.common.protocol.ReplyTemplate;
import acuse.common.testing.ProxyHeaders;
import acuse.server.config.ServerConfig;
import acuse.server.config.ServerConfigBuilder;
import acuse.server.guard.AddressBlock;
import acuse.server.guard.Limit;
import acuse.server.testing.Backend;
import acuse.server.testing.EventLog;
import acuse.server.testing.Peer;
import acuse.server.testing.Peer.TcpPeer;
import acuse.server.testing.TestServer;
import acuse.server.tls.TlsConfig;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One host makes the server hold as much as it can; everybody else is served. */
class BufferBudgetTest {
  private static final long BUDGET_BYTES = 4 << 20;

  /** More than twice the budget, at 60,000 bytes each. */
  private static final int ATTACKERS = 160;

  private static final byte[] UNFINISHED = "x".repeat(60_000).getBytes(ISO_8859_1);

  /** Room for one that is being reset, while it is. */
  private static final long TOLERANCE_BYTES = 512 * 1024;

  /** Each kind of bytes that a peer can make the server hold. */
  enum Attack {
    AUTO,
    LINE {
      @Override
      ServerConfigBuilder configure(ServerConfigBuilder config) {
        return config.framing(Framing.LINE);
      }
    },
    LENGTH {
      @Override
      ServerConfigBuilder configure(ServerConfigBuilder config) {
        return config.framing(Framing.LENGTH);
      }

      @Override
      void on(TcpPeer attacker) throws IOException {
        attacker.send(new byte[] {0, 0, (byte) 0xff, (byte) 0xff});
        attacker.send(UNFINISHED);
      }
    },
    UNREAD_REPLIES {
      @Override
      ServerConfigBuilder configure(ServerConfigBuilder config) throws Exception {
        return config.reply(ReplyTemplate.parse("z".repeat(50_000) + "{message}"));
      }

      @Override
      void on(TcpPeer attacker) throws IOException {
        attacker.send("\n".repeat(50)); // ten times what the system takes
      }
    },
    UNREAD_ANSWERS_OF_A_TARGET {
      @Override
      Backend.Kind backend() {
        return Backend.Kind.FORWARDING;
      }

      @Override
      void on(TcpPeer attacker) throws IOException {
        attacker.send("\n".repeat(30_000)); // three times what the system takes of the answers
      }
    },
    BEHIND_A_PROXY {
      @Override
      ServerConfigBuilder configure(ServerConfigBuilder config) {
        return behindProxy(config);
      }

      @Override
      void on(TcpPeer attacker) throws IOException {
        attacker.send(ProxyHeaders.line("PROXY TCP4 192.0.2.1 192.0.2.2 1000 65432"));
        super.on(attacker);
      }
    },
    TLS {
      @Override
      ServerConfigBuilder configure(ServerConfigBuilder config) throws Exception {
        return config.tls(TlsConfig.selfSigned(InetAddress.getLoopbackAddress()));
      }
    };

    ServerConfigBuilder configure(ServerConfigBuilder config) throws Exception {
      return config;
    }

    Backend.Kind backend() {
      return Backend.Kind.ACKNOWLEDGING;
    }

    void on(TcpPeer attacker) throws IOException {
      attacker.send("\n");
      attacker.send(UNFINISHED);
    }

    /** Whether it works by taking nothing, which only attackers do. */
    boolean isByNotReading() {
      return this == UNREAD_REPLIES || this == UNREAD_ANSWERS_OF_A_TARGET;
    }

    TcpPeer connect(AcuseServer server) throws Exception {
      return switch (this) {
        case TLS -> Peer.tls(server.tcpAddress(), trustingAnyone(), "TLSv1.3");
        case UNREAD_REPLIES, UNREAD_ANSWERS_OF_A_TARGET ->
            Peer.tcpWithSmallBuffer(server.tcpAddress());
        default -> Peer.tcp(server.tcpAddress());
      };
    }
  }

  @ParameterizedTest
  @EnumSource(Attack.class)
  void everybodyElseIsServed(Attack attack) throws Exception {
    List<TcpPeer> attackers = new ArrayList<>();
    EventLog ends = new EventLog();
    ServerConfigBuilder config =
        attack.configure(
            ServerConfig.builder()
                .tcpPort(0)
                .udpPort(0)
                .guard(guard -> guard.maxBufferedBytes(BUDGET_BYTES)));
    try (Backend backend = Backend.of(attack.backend());
        AcuseServer server = TestServer.start(ignored -> backend.behind(config), ends.onlyEnds());
        TcpPeer early = honest(attack, server);
        Peer udp = Peer.of(Protocol.UDP, server)) {
      assertServed(attack, early);
      for (int i = 0; i < ATTACKERS; i++) {
        attackers.add(attackUnlessReset(attack, server));
        assertThat(server.bufferedBytes()).isLessThan(BUDGET_BYTES + TOLERANCE_BYTES);
      }
      awaitBudgetUsedUp(server);
      assertServed(attack, early);
      udp.send("hola");
      assertThat(udp.receive()).endsWith("hola");
      for (TcpPeer attacker : attackers) {
        attacker.close();
      }
      try (TcpPeer late = honest(attack, server)) {
        assertServed(attack, late);
      }
      assertThat(endsOf(ends)).contains("BUFFERS_NEEDED");
    }
  }

  /** Each of them sends but one byte, which is not to cost the buffer that it was read into. */
  @Test
  void beginningsOfProxyHeadersCostNoMoreThanTheirBytes() throws Exception {
    List<TcpPeer> peers = new ArrayList<>();
    try (AcuseServer server = TestServer.start(BufferBudgetTest::behindProxy)) {
      for (int i = 0; i < 100; i++) {
        TcpPeer peer = Peer.tcp(server.tcpAddress());
        peers.add(peer);
        peer.send("P");
      }
      awaitAtLeast(server, 100);
      assertThat(server.bufferedBytes()).isLessThan(100 * 1024);
      for (TcpPeer peer : peers) {
        peer.close();
      }
    }
  }

  @Test
  void noHandshakeStartsWhenThereIsNoMemoryForIt() throws Exception {
    try (AcuseServer server =
            TestServer.start(
                config ->
                    config
                        .tls(TlsConfig.selfSigned(InetAddress.getLoopbackAddress()))
                        .guard(guard -> guard.maxBufferedBytes(UNFINISHED.length)));
        TcpPeer first = Attack.TLS.connect(server)) {
      assertServed(Attack.TLS, first);
      List<TcpPeer> others = new ArrayList<>();
      long acted = 0;
      while (acted == 0) {
        others.add(Peer.tcp(server.tcpAddress()));
        acted = server.limitsActed().get(Limit.TLS_BUFFERED_BYTES);
      }
      assertServed(Attack.TLS, first);
      assertThat(server.bufferedBytes()).isLessThanOrEqualTo(UNFINISHED.length);
      for (TcpPeer other : others) {
        other.close();
      }
    }
  }

  @Test
  void whatWasHeldIsFreeWhenPeersHaveGone() throws Exception {
    try (AcuseServer server = TestServer.start()) {
      try (TcpPeer peer = Peer.tcp(server.tcpAddress())) {
        peer.send("\n");
        peer.send(UNFINISHED);
        awaitAtLeast(server, UNFINISHED.length);
        peer.send("\n");
        while (server.bufferedBytes() > 0) {
          Thread.onSpinWait(); // JUnit's own time limit ends this if it must
        }
        peer.send(UNFINISHED);
        awaitAtLeast(server, UNFINISHED.length);
      }
      while (server.bufferedBytes() > 0) {
        Thread.onSpinWait();
      }
      assertThat(server.limitsActed()).containsEntry(Limit.BUFFERED_BYTES, 0L);
    }
  }

  private static TcpPeer attackUnlessReset(Attack attack, AcuseServer server) throws Exception {
    TcpPeer attacker = attack.connect(server);
    try {
      attack.on(attacker);
    } catch (IOException reset) {
      // It held most.
    }
    return attacker;
  }

  private static TcpPeer honest(Attack attack, AcuseServer server) throws Exception {
    TcpPeer peer = attack.isByNotReading() ? Peer.tcp(server.tcpAddress()) : attack.connect(server);
    if (attack == Attack.BEHIND_A_PROXY) {
      peer.send(ProxyHeaders.line("PROXY TCP4 192.0.2.9 192.0.2.2 1000 65432"));
    }
    return peer;
  }

  private static void assertServed(Attack attack, TcpPeer peer) throws IOException {
    peer.send(attack == Attack.LENGTH ? "\0\0\0\5hola\n" : "hola\n");
    assertThat(peer.receive()).endsWith("hola\n");
  }

  private static void awaitBudgetUsedUp(AcuseServer server) {
    while (server.limitsActed().get(Limit.BUFFERED_BYTES) == 0) {
      Thread.onSpinWait();
    }
  }

  private static void awaitAtLeast(AcuseServer server, long bytes) {
    while (server.bufferedBytes() < bytes) {
      Thread.onSpinWait();
    }
  }

  private static List<String> endsOf(EventLog log) throws InterruptedException {
    List<String> reasons = new ArrayList<>();
    while (!log.isEmpty()) {
      String event = log.next();
      reasons.add(event.substring(event.lastIndexOf(' ') + 1));
    }
    return reasons;
  }

  private static ServerConfigBuilder behindProxy(ServerConfigBuilder config) {
    return config.guard(guard -> guard.proxy(AddressBlock.parse("127.0.0.1")));
  }

  private static SSLSocketFactory trustingAnyone() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    return context.getSocketFactory();
  }
}
