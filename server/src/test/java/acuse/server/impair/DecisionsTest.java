package acuse.server.impair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chance is fixed by the seed, so these tests give the same result each time. */
class DecisionsTest {
  private static final InetAddress PEER = InetAddress.getLoopbackAddress();
  private static final int MESSAGES = 20_000;

  /** For 99.9 % of a binomial distribution, as the normal distribution has it. */
  private static final double DEVIATIONS = 3.29;

  @ParameterizedTest
  @CsvSource({
    "2, '2'",
    "2+5+7, '2 5 7'",
    "every:3, '3 6 9'",
    "first:2, '1 2'",
    "0%, ''",
    "100%, '1 2 3 4 5 6 7 8 9 10'"
  })
  void numbersNeedNoChance(String which, String acting) {
    Decisions decisions = decisions(3, Path.UDP_OUT, "udp-out:duplicate=" + which);
    List<String> numbers = new ArrayList<>();
    for (long message = 1; message <= 10; message++) {
      if (decisions.act(Fault.DUPLICATE, message)) {
        numbers.add(Long.toString(message));
      }
    }
    assertThat(String.join(" ", numbers)).isEqualTo(acting);
  }

  @ParameterizedTest
  @CsvSource({
    "loss, 20",
    "loss, 1",
    "duplicate, 50",
    "corrupt, 5",
    "loss, 99",
    "mute, 30",
    "reorder, 10"
  })
  void ratesAreInTheRangeOfTheBinomialDistribution(String word, int percent) {
    Fault fault = Fault.of(word).orElseThrow();
    for (long seed = 1; seed <= 5; seed++) {
      Decisions decisions = decisions(seed, Path.UDP_OUT, "udp-out:" + word + "=" + percent + "%");
      long acted = LongStream.rangeClosed(1, MESSAGES).filter(n -> decisions.act(fault, n)).count();
      double p = percent / 100.0;
      assertThat((double) acted)
          .isCloseTo(MESSAGES * p, within(DEVIATIONS * Math.sqrt(MESSAGES * p * (1 - p))));
    }
  }

  /** Bursts end with r and begin with p: their mean length is 1/r, and that of gaps 1/p. */
  @Test
  void burstsHaveTheMeanLengthThatTheModelSays() {
    Decisions decisions = decisions(4, Path.UDP_IN, "udp-in:loss=ge:2%/25%");
    int bursts = 0;
    int lost = 0;
    boolean before = false;
    int messages = 200_000;
    for (long message = 1; message <= messages; message++) {
      boolean now = decisions.isLost(message, 0);
      lost += now ? 1 : 0;
      bursts += now && !before ? 1 : 0;
      before = now;
    }
    assertThat((double) lost / bursts).isCloseTo(4, within(0.2));
    assertThat((double) (messages - lost) / bursts).isCloseTo(50, within(3.0));
  }

  /** Also where a chain begins again, and for one that is brought in late. */
  @Test
  void burstsFollowFromTheNumberAloneWhicheverMessagesAreAskedFor() {
    String faults = "udp-in:loss=ge:20%/20%";
    Decisions inOrder = decisions(4, Path.UDP_IN, faults);
    int block = BurstChain.BLOCK_MESSAGES;
    List<Boolean> lost = new ArrayList<>();
    for (long message = 1; message <= block + 200; message++) {
      lost.add(inOrder.isLost(message, 0));
    }
    Decisions anyOrder = decisions(4, Path.UDP_IN, faults);
    for (int message : new int[] {57, 58, 3, block, block + 1, block + 200, 100, block - 1, 1, 1}) {
      assertThat(anyOrder.isLost(message, 0)).as("%d", message).isEqualTo(lost.get(message - 1));
    }
  }

  @Test
  void inItsStatesTheModelOfBurstsActsAsOftenAsItSays() {
    Decisions never = decisions(4, Path.UDP_IN, "udp-in:loss=ge:50%/50%/0%");
    assertThat(LongStream.rangeClosed(1, 1000).filter(n -> never.isLost(n, 0))).isEmpty();
    Decisions always = decisions(4, Path.UDP_IN, "udp-in:loss=ge:50%/50%/100%/100%");
    assertThat(LongStream.rangeClosed(1, 1000).filter(n -> always.isLost(n, 0))).hasSize(1000);
    Decisions half = decisions(4, Path.UDP_IN, "udp-in:loss=ge:0%/50%/100%/10%");
    assertThat(LongStream.rangeClosed(1, MESSAGES).filter(n -> half.isLost(n, 0)).count())
        .isBetween(1860L, 2140L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"50ms±10ms", "50ms±10ms/normal", "50ms±10ms/pareto"})
  void delaysFollowTheirDistribution(String text) {
    Decisions decisions = decisions(9, Path.UDP_IN, "udp-in:delay=" + text);
    double[] millis =
        LongStream.rangeClosed(1, MESSAGES)
            .mapToDouble(n -> decisions.delayNanos(n) / 1e6)
            .sorted()
            .toArray();
    // The greatest distance to the distribution function, as Kolmogorov and Smirnov measure it.
    double distance = 0;
    for (int i = 0; i < MESSAGES; i++) {
      double expected = share(text, millis[i]);
      distance =
          Math.max(
              distance,
              Math.max(
                  Math.abs(expected - (double) i / MESSAGES),
                  Math.abs(expected - (i + 1.0) / MESSAGES)));
    }
    assertThat(distance).isLessThan(1.95 / Math.sqrt(MESSAGES)); // 99.9 %
  }

  /** The share of delays that are no longer. */
  private static double share(String text, double millis) {
    if (text.endsWith("normal")) {
      return normalShare((millis - 50) / 10);
    }
    if (text.endsWith("pareto")) {
      return 1 - Math.pow((millis - 40) / 20 + 1, -3);
    }
    return (millis - 40) / 20;
  }

  /** By Simpson's rule. */
  private static double normalShare(double deviations) {
    int steps = 200;
    double width = deviations / steps;
    double sum = 0;
    for (int i = 0; i <= steps; i++) {
      double x = i * width;
      int weight = i == 0 || i == steps ? 1 : i % 2 == 0 ? 2 : 4;
      sum += weight * Math.exp(-x * x / 2);
    }
    return 0.5 + sum * width / 3 / Math.sqrt(2 * Math.PI);
  }

  @Test
  void noDelayIsLessThanZeroOrEndless() {
    for (String text :
        List.of("1ms±50ms", "1ms±50ms/normal", "1ms±50ms/pareto", "5m±1000m/pareto")) {
      Decisions decisions = decisions(2, Path.UDP_IN, "udp-in:delay=" + text);
      for (long message = 1; message <= MESSAGES; message++) {
        assertThat(decisions.delayNanos(message)).isBetween(0L, Delay.MAX_NANOS);
      }
    }
    Delay longest = Delay.parse("1440m±1440m/pareto");
    assertThat(longest.nanos(Double.MIN_NORMAL, 0)).isEqualTo(Delay.MAX_NANOS);
  }

  @Test
  void chanceDecidesAgainForARetransmissionAndAListDoesNot() {
    Decisions list = decisions(1, Path.TCP_IN, "tcp-in:loss=first:3");
    assertThat(list.isLost(2, 0)).isTrue();
    assertThat(list.isLost(2, 1)).isFalse();
    Decisions always = decisions(1, Path.TCP_IN, "tcp-in:loss=100%");
    assertThat(LongStream.range(0, 6).allMatch(turn -> always.isLost(1, (int) turn))).isTrue();
    Decisions chance = decisions(1, Path.TCP_IN, "tcp-in:loss=50%");
    long both =
        LongStream.rangeClosed(1, MESSAGES)
            .filter(n -> chance.isLost(n, 0) && chance.isLost(n, 1))
            .count();
    assertThat(both).isBetween(4_800L, 5_200L); // a quarter: the two are independent
  }

  /** The next message does not follow what retransmissions drew. */
  @Test
  void burstsGoOnAsIfThereWereNoRetransmissions() {
    Decisions alone = decisions(8, Path.TCP_IN, "tcp-in:loss=ge:20%/40%");
    Decisions withTurns = decisions(8, Path.TCP_IN, "tcp-in:loss=ge:20%/40%");
    for (long message = 1; message <= 1000; message++) {
      boolean lost = withTurns.isLost(message, 0);
      assertThat(lost).isEqualTo(alone.isLost(message, 0));
      for (int turn = 1; lost && turn < 4; turn++) {
        withTurns.isLost(message, turn);
      }
    }
  }

  @Test
  void sessionsAndPeersAndPathsDifferAndPortsDoNotMatter() throws Exception {
    ImpairConfig faults = ImpairConfig.of(5, "loss=50%");
    String reference = pattern(faults, Path.UDP_IN, PEER, 1);
    assertThat(pattern(faults, Path.UDP_IN, PEER, 1)).isEqualTo(reference);
    assertThat(pattern(faults, Path.UDP_IN, PEER, 2)).isNotEqualTo(reference);
    assertThat(pattern(faults, Path.UDP_OUT, PEER, 1)).isNotEqualTo(reference);
    assertThat(pattern(faults, Path.TCP_IN, PEER, 1)).isNotEqualTo(reference);
    assertThat(pattern(faults, Path.UDP_IN, InetAddress.getByName("127.0.0.2"), 1))
        .isNotEqualTo(reference);
    assertThat(pattern(ImpairConfig.of(6, "loss=50%"), Path.UDP_IN, PEER, 1))
        .isNotEqualTo(reference);
  }

  @Test
  void onlyNamedPeersMeetFaults() throws Exception {
    ImpairConfig faults =
        new ImpairConfig(
            1,
            ImpairText.parse(List.of("loss=100%")),
            List.of(acuse.server.guard.AddressBlock.parse("192.0.2.0/24")));
    assertThat(Impairment.decisions(faults, Path.UDP_IN, PEER, 1).areNone()).isTrue();
    InetAddress named = InetAddress.getByName("192.0.2.9");
    assertThat(Impairment.decisions(faults, Path.UDP_IN, named, 1).isLost(1, 0)).isTrue();
  }

  private static String pattern(ImpairConfig faults, Path path, InetAddress peer, long session) {
    Decisions decisions = Impairment.decisions(faults, path, peer, session);
    StringBuilder pattern = new StringBuilder();
    for (long message = 1; message <= 64; message++) {
      pattern.append(decisions.isLost(message, 0) ? 'x' : '.');
    }
    return pattern.toString();
  }

  private static Decisions decisions(long seed, Path path, String text) {
    return Impairment.decisions(ImpairConfig.of(seed, text), path, PEER, 1);
  }
}
