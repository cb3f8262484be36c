package acuse.client.bench.summary;

import java.util.OptionalLong;
import org.HdrHistogram.AbstractHistogram;

/**
 * The percentiles that are given. Percentile p of n values is given only if n·(1−p) ≥ 10: with
 * fewer values beyond it, one value more or less would move it far.
 *
 * <pre>
 * p50: 20 values    p90: 100    p95: 200    p99: 1000    p99.9: 10,000
 * </pre>
 */
public enum Percentile {
  P50("p50", 500),
  P90("p90", 900),
  P95("p95", 950),
  P99("p99", 990),
  P99_9("p99.9", 999);

  private static final int VALUES_BEYOND = 10;

  private final String text;
  private final int perMille;

  Percentile(String text, int perMille) {
    this.text = text;
    this.perMille = perMille;
  }

  /** As people write it: p99.9. */
  public String text() {
    return text;
  }

  /** As a member of JSON: p99_9. */
  public String key() {
    return text.replace('.', '_');
  }

  /** How many values there must be. */
  public long valuesNeeded() {
    return VALUES_BEYOND * 1000L / (1000 - perMille); // divides without a rest
  }

  /** The percentile of {@code values}, in their unit; empty if they are too few. */
  public OptionalLong of(AbstractHistogram values) {
    return values.getTotalCount() >= valuesNeeded()
        ? OptionalLong.of(values.getValueAtPercentile(perMille / 10.0))
        : OptionalLong.empty();
  }
}
