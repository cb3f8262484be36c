package acuse.client.bench.summary;

import java.util.Locale;

/** Parts of a whole, changes, and rates for people. */
public final class RatioText {
  private static final double SMALLEST_SHOWN = 0.000_01;

  private RatioText() {}

  /** A part of one: 0 %, 0.2 %, &lt;0.001 %; or {@link DurationText#NONE} for NaN. */
  public static String percentage(double ratio) {
    if (Double.isNaN(ratio)) {
      return DurationText.NONE;
    }
    if (ratio > 0 && ratio < SMALLEST_SHOWN) {
      return "<0.001 %";
    }
    return withoutZeros(String.format(Locale.ROOT, "%.3f", ratio * 100)) + " %";
  }

  /** A change with its sign: +2.5 %, −10.0 %, +0.0 %. */
  public static String change(double ratio) {
    String text = String.format(Locale.ROOT, "%+.1f %%", ratio * 100);
    return text.equals("-0.0 %") ? "+0.0 %" : text;
  }

  /** Messages per second: 500/s, 499.5/s. */
  public static String perSecond(double rate) {
    return withoutZeros(String.format(Locale.ROOT, "%.1f", rate)) + "/s";
  }

  private static String withoutZeros(String decimal) {
    return decimal.replaceFirst("\\.?0+$", "");
  }
}
