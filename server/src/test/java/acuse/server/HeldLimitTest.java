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

  /** So few at once that a socket's buffer takes them all. */
  private static final int WINDOW = 100;

  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final AtomicInteger delayed = new AtomicInteger();

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void beyondTheLimitUdpDropsAndTcpStopsReadingAndThenAllWorksAgain(Protocol protocol)
      throws Exception {
    AdminConfig admin =
        new AdminConfig(new InetSocketAddress("127.0.0.1", 0), Optional.empty(), Language.EN);
    String label = "{protocol=\"" + protocol.name().toLowerCase(Locale.ROOT) + "\"}";
    // Replies over UDP would be more than the peer's socket holds.
    ImpairConfig faults = ImpairConfig.of(1, "tcp-in:delay=2s", "udp-in:delay=2s", "udp:mute=100%");
    try (AcuseServer server =
            TestServer.start(
                config ->
                    config.admin(admin).reply(ReplyTemplate.parse("[{message}]")).impair(faults),
                new CountDelayed());
        Peer peer = Peer.of(protocol, server)) {
      HttpPeer http = HttpPeer.of(server);
      int received =
          protocol == Protocol.TCP ? exchangeAll((TcpPeer) peer) : sendAll(peer, http, label);
      assertThat(awaitMetric(http, "acuse_messages_total" + label, received)).isEqualTo(received);
      assertThat(awaitMetric(http, "acuse_held_messages", 0)).isZero();
      server.impair(ImpairConfig.none());
      try (Peer other = Peer.of(protocol, server)) {
        other.send("hola\n");
        assertThat(other.receive()).isEqualTo("[hola]\n");
      }
    }
  }

  /**
   * @return how many messages count as received
   */
  private static int exchangeAll(TcpPeer peer) throws Exception {
    Thread sender = new Thread(() -> send(peer));
    sender.start();
    String replies =
        IntStream.rangeClosed(1, TOO_MANY)
            .mapToObj(i -> "[" + i + "]\n")
            .collect(Collectors.joining());
    assertThat(peer.receiveAll()).isEqualTo(replies);
    sender.join();
    return TOO_MANY;
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

  /**
   * @return how many messages are to count as received: those for which there was room
   */
  private int sendAll(Peer peer, HttpPeer http, String label) throws Exception {
    for (int sent = 0; sent < TOO_MANY; sent += WINDOW) {
      for (int i = 0; i < WINDOW; i++) {
        peer.send("hola");
      }
      await(sent + WINDOW);
    }
    int dropped = (int) http.metric("acuse_impairment_overflows_total" + label);
    assertThat(dropped).isBetween(1, TOO_MANY - HeldMessages.MAX);
    return TOO_MANY - dropped;
  }

  private void await(int count) {
    long startNanos = System.nanoTime();
    while (delayed.get() < count && System.nanoTime() - startNanos < LIMIT_NANOS) {
      Thread.onSpinWait();
    }
    assertThat(delayed).hasValue(count);
  }

  private static double awaitMetric(HttpPeer http, String sample, double value) throws Exception {
    long startNanos = System.nanoTime();
    while (http.metric(sample) != value && System.nanoTime() - startNanos < LIMIT_NANOS) {
      Thread.onSpinWait();
    }
    return http.metric(sample);
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
