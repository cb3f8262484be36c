package acuse.client.bench.engine;

/**
 * How the service times of a flow differ from one reply to the next: the running mean of RFC 3550,
 * 6.4.1, on round trips instead of transit times. For one flow, and its event loop.
 */
final class Jitter {
  /** The gain of RFC 3550: a compromise between noise and a fast answer. */
  private static final double GAIN = 1.0 / 16;

  private long lastIndex = -1;
  private long lastNanos;
  private double meanNanos = Double.NaN;

  /**
   * A reply came.
   *
   * @param index which message of the flow it answers
   * @return the difference from the reply to the message before, without its sign, or -1 if that
   *     was not the reply before
   */
  long replied(long index, long serviceTimeNanos) {
    boolean first = lastIndex < 0;
    long difference = Math.abs(serviceTimeNanos - lastNanos);
    boolean isNeighbour = !first && index == lastIndex + 1;
    if (!first) {
      meanNanos = Double.isNaN(meanNanos) ? 0 : meanNanos;
      meanNanos += (difference - meanNanos) * GAIN;
    }
    lastIndex = index;
    lastNanos = serviceTimeNanos;
    return isNeighbour ? difference : -1;
  }

  /** NaN before the second reply. */
  double meanNanos() {
    return meanNanos;
  }
}
