package acuse.server;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Protocol;
import acuse.common.protocol.ReplyTemplate;
import acuse.common.text.Language;
import acuse.server.admin.AdminConfig;
import acuse.server.impair.Fault;
import acuse.server.impair.HeldMessages;
import acuse.server.impair.ImpairConfig;
import acuse.server.impair.Path;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.Session;
import acuse.server.testing.HttpPeer;
import acuse.server.testing.Peer;
import acuse.server.testing.Peer.TcpPeer;
import acuse.server.testing.TestServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** More messages than the whole server holds back: UDP drops them, and TCP stops reading. */
class HeldLimitTest {
  private static final int TOO_MANY = HeldMessages.MAX + 500;

  /** After so many datagrams, looks whether one was dropped. */
  private static final int BATCH = 1000;

  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final AtomicInteger delayed = new AtomicInteger();

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void beyondTheLimitUdpDropsAndTcpStopsReadingAndThenAllWorksAgain(Protocol protocol)
      throws Exception {
    // On a slow machine the first messages have gone on before the last ones come.
    boolean reached = reachesTheLimit(protocol, "1s") || reachesTheLimit(protocol, "10s");
    assertThat(reached).isTrue();
  }

  private boolean reachesTheLimit(Protocol protocol, String delay) throws Exception {
    delayed.set(0);
    AdminConfig admin =
        new AdminConfig(new InetSocketAddress("127.0.0.1", 0), Optional.empty(), Language.EN);
    String label = "{protocol=\"" + protocol.name().toLowerCase(Locale.ROOT) + "\"}";
    String overflows = "acuse_impairment_overflows_total" + label;
    // Replies over UDP would be more than the peer's socket holds.
    ImpairConfig faults =
        ImpairConfig.of(1, "tcp-in:delay=" + delay, "udp-in:delay=2s", "udp:mute=100%");
    try (AcuseServer server =
            TestServer.start(
                config ->
                    config.admin(admin).reply(ReplyTemplate.parse("[{message}]")).impair(faults),
                new CountDelayed());
        Peer peer = Peer.of(protocol, server)) {
      HttpPeer http = HttpPeer.of(server);
      if (protocol == Protocol.TCP) {
        exchangeTooMany((TcpPeer) peer);
      } else {
        sendTooMany(peer, http, overflows);
      }
      awaitMetric(http, "acuse_held_messages", 0);
      assertThat(http.metric("acuse_messages_total" + label))
          .isEqualTo(protocol == Protocol.TCP ? TOO_MANY : delayed.get() - http.metric(overflows));
      server.impair(ImpairConfig.none());
      try (Peer other = Peer.of(protocol, server)) {
        other.send("hola\n");
        assertThat(other.receive()).isEqualTo("[hola]\n");
      }
      return http.metric(overflows) > 0;
    }
  }

  private static void exchangeTooMany(TcpPeer peer) throws Exception {
    Thread sender = new Thread(() -> send(peer));
    sender.start();
    String replies =
        IntStream.rangeClosed(1, TOO_MANY)
            .mapToObj(i -> "[" + i + "]\n")
            .collect(Collectors.joining());
    assertThat(peer.receiveAll()).isEqualTo(replies);
    sender.join();
  }

  private static void send(TcpPeer peer) {
    try {
      peer.send(
          IntStream.rangeClosed(1, TOO_MANY).mapToObj(i -> i + "\n").collect(Collectors.joining()));
      peer.finish();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Sends until there is no room; what the peer's or the server's socket drops does not matter. */
  private static void sendTooMany(Peer peer, HttpPeer http, String overflows) throws Exception {
    long startNanos = System.nanoTime();
    do {
      for (int i = 0; i < BATCH; i++) {
        peer.send("hola");
      }
    } while (http.metric(overflows) == 0 && System.nanoTime() - startNanos < LIMIT_NANOS);
  }

  private static void awaitMetric(HttpPeer http, String sample, double value) throws Exception {
    long startNanos = System.nanoTime();
    while (http.metric(sample) != value && System.nanoTime() - startNanos < LIMIT_NANOS) {
      Thread.onSpinWait();
    }
    assertThat(http.metric(sample)).isEqualTo(value);
  }

  /** A datagram for which there is no room is to be delayed, too. */
  private final class CountDelayed implements ServerObserver {
    @Override
    public void impaired(Session session, Path path, Fault fault, long number) {
      if (fault == Fault.DELAY) {
        delayed.incrementAndGet();
      }
    }
  }
}
