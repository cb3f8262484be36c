package acuse.client.testing;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** The fate of the datagrams on a {@link LossyPath}. Called by several threads. */
public interface Weather {
  /** In which direction a datagram travels. */
  enum Way {
    THERE,
    BACK
  }

  /**
   * The fate of one datagram.
   *
   * @param nth how often the same text has come this way so far, this time included
   * @return how long each copy of it travels: none if it is lost, two if it is doubled
   */
  List<Duration> copies(Way way, String text, int nth);

  /**
   * A fifth is lost, a fifth doubled, and everything takes up to {@code maxDelay}, so that what was
   * sent later may arrive first.
   *
   * <p>Each datagram's fate follows from {@code seed}, its way, its text and how often it came, and
   * not from when: the same seed gives the same losses on a slow machine.
   */
  static Weather stormy(long seed, Duration maxDelay) {
    return (way, text, nth) -> {
      Random random = new Random(seed * 1_000_003 + Objects.hash(way.name(), text, nth));
      random.nextLong(); // neighbouring seeds begin alike
      double fate = random.nextDouble();
      if (fate < 0.2) {
        return List.of();
      }
      Duration delay = someOf(maxDelay, random);
      return fate < 0.4 ? List.of(delay, someOf(maxDelay, random)) : List.of(delay);
    };
  }

  private static Duration someOf(Duration longest, Random random) {
    return Duration.ofNanos((long) (random.nextDouble() * longest.toNanos()));
  }
}
