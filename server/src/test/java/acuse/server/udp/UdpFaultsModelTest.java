package acuse.server.udp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.testing.fuzz.RandomWire;
import acuse.common.testing.fuzz.Seeds;
import acuse.server.impair.ImpairConfig;
import acuse.server.impair.Impairment;
import acuse.server.impair.ModelPath;
import acuse.server.impair.ModelPath.Datagram;
import acuse.server.impair.Path;
import acuse.server.observe.ServerObserver;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random faults in one session, as {@code --impair} takes them, held against a model that makes
 * lists of datagrams from lists of datagrams. Both say when each reply goes, to the nanosecond.
 */
class UdpFaultsModelTest {
  private static final int SETTINGS = 150;
  private static final int MESSAGES = 40;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void repliesGoWhenTheModelSays(boolean forwarded) {
    Seeds.forEach(SETTINGS, random -> hold(random, forwarded));
  }

  /**
   * @param forwarded whether a target replies: then faults count its replies, muted ones too
   */
  private static void hold(RandomWire random, boolean forwarded) throws Exception {
    long seed = random.below(1_000_000);
    InetAddress peer = InetAddress.getByName("127.0.0.1");
    ModelPath in = new ModelPath(Path.UDP_IN, MESSAGES, seed, peer, random);
    ModelPath out = new ModelPath(Path.UDP_OUT, 2 * MESSAGES, seed, peer, random);
    List<Datagram> messages = messages(random, !in.isPaced());
    int stallFrom = random.oneIn(4) ? 1 + random.below(MESSAGES) : 0;
    int stallMillis = 1 + random.below(100);
    String stall = stallFrom > 0 ? "udp:stall=" + stallMillis + "ms@" + stallFrom : "";
    String[] texts =
        Stream.of(in.text(), out.text(), stall)
            .filter(text -> !text.isEmpty())
            .toArray(String[]::new);

    long stallNanos = stallFrom > 0 ? messages.get(stallFrom - 1).nanos() : Long.MAX_VALUE;
    long goOnNanos = stallFrom > 0 ? stallNanos + stallMillis * 1_000_000L : Long.MAX_VALUE;
    List<Datagram> come =
        messages.stream()
            .filter(message -> message.nanos() < stallNanos || message.nanos() >= goOnNanos)
            .toList();
    List<Datagram> replies = new ArrayList<>();
    for (Datagram message : in.pass(come)) {
      if (forwarded || !out.isMuted(message.number())) {
        replies.add(new Datagram(replies.size() + 1, "[" + message.bytes() + "]", message.nanos()));
      }
    }
    if (forwarded) {
      replies.removeIf(reply -> out.isMuted(reply.number()));
    }
    List<String> expected = new ArrayList<>();
    for (Datagram reply : out.pass(replies)) {
      if (reply.nanos() < stallNanos || reply.nanos() >= goOnNanos) {
        expected.add(told(new String(reply.bytes().getBytes(ISO_8859_1), UTF_8), reply.nanos()));
      }
    }
    assertThat(run(ImpairConfig.of(seed, texts), messages, forwarded))
        .as("seed=%d impair=%s", seed, List.of(texts))
        .isEqualTo(expected);
  }

  /** No two come at the same time. */
  private static List<Datagram> messages(RandomWire random, boolean someAreEmpty) {
    List<Datagram> messages = new ArrayList<>();
    long nanos = 0;
    for (int number = 1; number <= MESSAGES; number++) {
      nanos += 1 + random.below(random.oneOf(10, 1_000_000, 30_000_000));
      String text =
          someAreEmpty && random.oneIn(20) ? "" : "x".repeat(random.below(30)) + "m" + number;
      messages.add(new Datagram(number, text, nanos));
    }
    return messages;
  }

  private static List<String> run(ImpairConfig config, List<Datagram> messages, boolean forwarded)
      throws Exception {
    Impairment impairment = new Impairment(config, exchanged -> {});
    DatagramFaults.Source faults =
        session -> new SeededFaults(session, impairment, ServerObserver.NONE);
    List<String> sent = new ArrayList<>();
    try (FaultySocket socket =
        forwarded
            ? FaultySocket.forwarding(faults, ServerObserver.NONE)
            : new FaultySocket(faults, ServerObserver.NONE, changes -> changes)) {
      long now = 0;
      for (Datagram message : messages) {
        now = passUntil(message.nanos(), socket, now, sent);
        socket.send(message.bytes());
        tellReplies(socket, now, sent);
      }
      passUntil(Long.MAX_VALUE, socket, now, sent);
    }
    return sent;
  }

  /** Stops at each timer, so that none is late. Without an end, stops when nothing is held. */
  private static long passUntil(
      long untilNanos, FaultySocket socket, long from, List<String> sent) {
    long now = from;
    for (long next = socket.nanosToNextTimer();
        next >= 0
            && next <= untilNanos - now
            && (untilNanos < Long.MAX_VALUE || socket.limit().held() > 0);
        next = socket.nanosToNextTimer()) {
      socket.pass(Duration.ofNanos(next));
      now += next;
      tellReplies(socket, now, sent);
    }
    if (untilNanos < Long.MAX_VALUE) {
      socket.pass(Duration.ofNanos(untilNanos - now));
    }
    return untilNanos;
  }

  private static void tellReplies(FaultySocket socket, long now, List<String> sent) {
    for (String reply : socket.replies()) {
      sent.add(told(reply, now));
    }
  }

  private static String told(String reply, long nanos) {
    return reply + " at " + nanos;
  }
}
