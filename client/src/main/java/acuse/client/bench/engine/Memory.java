package acuse.client.bench.engine;

import acuse.client.bench.result.Load;

/** How many messages a run keeps in mind: those that can be without a reply within the timeout. */
public final class Memory {
  /** 17 bytes each, so about 270 MB. */
  public static final long MAX_MESSAGES = 1L << 24;

  /** Fates stay known for at least so many messages, for replies that are late. */
  private static final int MIN_MESSAGES = 1 << 16;

  private static final int MIN_PER_FLOW = 64;

  private Memory() {}

  /** The messages that a load may have in flight: rate × timeout, or connections × window. */
  public static double messagesInFlight(Load load) {
    return load.rate().isPresent()
        ? load.rate().getAsDouble() * load.timeout().toNanos() / Run.NANOS_PER_SECOND
        : (double) load.connections() * load.window();
  }

  /** Whether a run of this load fits. */
  public static boolean fits(Load load) {
    return messagesInFlight(load) * 2 <= MAX_MESSAGES;
  }

  /** A power of two: twice what is in flight, and no less than what a late reply may need. */
  static int messagesPerFlow(Load load) {
    double wanted = Math.max(2 * messagesInFlight(load), MIN_MESSAGES) / load.connections();
    int atLeast = (int) Math.max(wanted, MIN_PER_FLOW);
    return Integer.highestOneBit(atLeast - 1) << 1;
  }
}
