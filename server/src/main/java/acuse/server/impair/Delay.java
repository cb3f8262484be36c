package acuse.server.impair;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long messages are delayed.
 *
 * @param time the middle, or the mean
 * @param jitter how far from it; zero for not at all
 * @param distribution how times spread by the jitter
 */
public record Delay(Duration time, Duration jitter, Distribution distribution)
    implements FaultValue {
  /** How times spread. None is less than zero. */
  public enum Distribution {
    /** Evenly on [time − jitter, time + jitter]. */
    UNIFORM,
    /** Normally, with the jitter as standard deviation. */
    NORMAL,
    /** time − jitter + 2 · jitter · (u^(−1/3) − 1), with u evenly from (0, 1]: a long tail. */
    PARETO
  }

  /** A tail may be as long as it likes, but sums of times are to fit 64 bits. */
  static final long MAX_NANOS = Duration.ofDays(365).toNanos();

  private static final Pattern TEXT =
      Pattern.compile("([^±+/]+)(?:(?:±|\\+-)([^±+/]+)(?:/(normal|pareto))?)?");

  /**
   * Reads {@code 50ms}, {@code 50ms±10ms}, {@code 50ms+-10ms/normal}.
   *
   * @throws InvalidFaultException if {@code text} is none of these
   */
  static Delay parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidFaultException("impair.delay", text);
    }
    String name = matcher.group(3);
    try {
      return new Delay(
          Gap.duration(matcher.group(1)),
          matcher.group(2) == null ? Duration.ZERO : Gap.duration(matcher.group(2)),
          name == null
              ? Distribution.UNIFORM
              : Distribution.valueOf(name.toUpperCase(Locale.ROOT)));
    } catch (InvalidFaultException e) {
      throw new InvalidFaultException("impair.delay", text);
    }
  }

  /**
   * One delay.
   *
   * @param first evenly from (0, 1]
   * @param second evenly from [0, 1), and independent
   */
  long nanos(double first, double second) {
    double middle = time.toNanos();
    double spread = jitter.toNanos();
    double nanos =
        switch (distribution) {
          case UNIFORM -> middle + spread * (2 * second - 1);
          case NORMAL -> middle + spread * normal(first, second);
          case PARETO -> middle - spread + 2 * spread * (StrictMath.pow(first, -1.0 / 3) - 1);
        };
    return (long) StrictMath.max(0, StrictMath.min(nanos, (double) MAX_NANOS));
  }

  /** By the transform of Box and Muller. */
  private static double normal(double first, double second) {
    return StrictMath.sqrt(-2 * StrictMath.log(first)) * StrictMath.cos(2 * StrictMath.PI * second);
  }

  @Override
  public String text() {
    String text = Gap.text(time);
    if (!jitter.isZero()) {
      text += "±" + Gap.text(jitter);
    }
    return distribution == Distribution.UNIFORM
        ? text
        : text + "/" + distribution.name().toLowerCase(Locale.ROOT);
  }
}
