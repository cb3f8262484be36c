package acuse.client.bench.engine;

import acuse.client.bench.result.Load;
import java.util.SplittableRandom;

/**
 * When messages are due, in nanoseconds after the first moment of a run: absolute times, which
 * depend on nothing that comes back. Each event loop walks through a schedule of its own, and all
 * of them are the same.
 */
interface Schedule {
  /** The time of the next message. The first is at 0 or later; none is before the one before. */
  long nextNanos();

  /**
   * The schedule of an open loop.
   *
   * @param load with a rate; its seed, if it asks for random gaps
   */
  static Schedule of(Load load) {
    double perSecond = load.rate().getAsDouble();
    return load.poisson()
        ? new Poisson(perSecond, load.seed().orElseThrow())
        : new Constant(perSecond);
  }

  /** Message i is due at i / rate, rounded up, so that no sum of roundings grows. */
  final class Constant implements Schedule {
    private final double nanosPerMessage;
    private long index;

    Constant(double perSecond) {
      this.nanosPerMessage = Run.NANOS_PER_SECOND / perSecond;
    }

    @Override
    public long nextNanos() {
      return (long) Math.ceil(index++ * nanosPerMessage);
    }
  }

  /** Gaps are exponentially distributed: arrivals that know nothing of each other. */
  final class Poisson implements Schedule {
    private final double nanosPerMessage;
    private final SplittableRandom random;
    private double atNanos;

    Poisson(double perSecond, long seed) {
      this.nanosPerMessage = Run.NANOS_PER_SECOND / perSecond;
      this.random = new SplittableRandom(seed);
    }

    @Override
    public long nextNanos() {
      atNanos -= Math.log(1 - random.nextDouble()) * nanosPerMessage;
      return (long) Math.ceil(atNanos);
    }
  }
}
