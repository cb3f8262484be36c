package acuse.common.testing.fuzz;

/**
 * Runs a fuzz test's cases, each from a seed of its own: 1, 2, 3 and so on, the same in every run.
 *
 * <p>{@code -Dacuse.fuzz.seed=N} starts at another seed, such as one that a failure has named;
 * {@code -Dacuse.fuzz.times=N} runs N times as many cases, and then {@code
 * -Djunit.jupiter.execution.timeout.default=1h} gives them the time.
 */
public final class Seeds {
  private static final long FIRST = Long.getLong("acuse.fuzz.seed", 1);
  private static final int TIMES = Integer.getInteger("acuse.fuzz.times", 1);

  private Seeds() {}

  /** One case, all of whose choices come from {@code random}. */
  public interface Case {
    void run(RandomWire random) throws Exception;
  }

  /** Runs {@code cases} cases; the failure of one names its seed. */
  public static void forEach(int cases, Case fuzzCase) {
    for (long seed = FIRST; seed < FIRST + (long) cases * TIMES; seed++) {
      try {
        fuzzCase.run(new RandomWire(seed));
      } catch (AssertionError | Exception e) {
        throw new AssertionError("failed with -Dacuse.fuzz.seed=" + seed + ": " + e, e);
      }
    }
  }
}
