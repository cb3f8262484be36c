package acuse.client.bench.summary;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * Durations for people, with three digits and the unit that suits them.
 *
 * <pre>
 * 80 µs   999 µs   1.00 ms   12.3 ms   310 ms   1.50 s   75.0 s
 * </pre>
 */
public final class DurationText {
  private static final double MICROSECOND = 1e3;
  private static final double MILLISECOND = 1e6;
  private static final double SECOND = 1e9;

  /** Stands where a figure cannot be given. */
  public static final String NONE = "-";

  private DurationText() {}

  /** {@code nanos} nanoseconds. */
  public static String of(double nanos) {
    if (nanos < 999.5 * MICROSECOND) {
      return number("%.0f", nanos / MICROSECOND) + " µs";
    }
    return nanos < 999.5 * MILLISECOND
        ? threeDigits(nanos / MILLISECOND) + " ms"
        : threeDigits(nanos / SECOND) + " s";
  }

  /** The same, or {@link #NONE}. */
  public static String of(OptionalLong nanos) {
    return nanos.isPresent() ? of((double) nanos.getAsLong()) : NONE;
  }

  /** A round value, as it stands at an axis, without zeros at its end: 5 ms, 2.5 s. */
  public static String round(double nanos) {
    if (nanos == 0) {
      return "0";
    }
    double rounded = nanos * 1.0001; // for sums of steps that lie just below a unit
    double unit = rounded < MILLISECOND ? MICROSECOND : rounded < SECOND ? MILLISECOND : SECOND;
    String name = unit == MICROSECOND ? " µs" : unit == MILLISECOND ? " ms" : " s";
    String value = number("%.3f", nanos / unit).replaceFirst("\\.?0+$", "");
    return value + name;
  }

  private static String threeDigits(double value) {
    return number(value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f", value);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
