package acuse.client.settings;

import java.util.List;

/**
 * How many messages per second are due, over all connections.
 *
 * @param perSecond one rate, or the steps of a staircase; empty for as many as there are replies,
 *     which is a closed loop
 */
public record Rates(List<Integer> perSecond) {
  /** As fast as replies come. */
  public static final Rates MAX = new Rates(List.of());

  public Rates {
    perSecond = List.copyOf(perSecond);
  }

  /** Whether there is no schedule. */
  public boolean isMax() {
    return perSecond.isEmpty();
  }

  /** The highest one; 0 if there is no schedule. */
  int highest() {
    return perSecond.stream().mapToInt(Integer::intValue).max().orElse(0);
  }
}
