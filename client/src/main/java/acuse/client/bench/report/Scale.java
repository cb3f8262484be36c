package acuse.client.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Maps values to places along an axis, linearly or by their logarithm.
 *
 * @param min the value at 0
 * @param max the value at 1, above {@code min}
 * @param logarithmic whether equal ratios are equally far apart; then {@code min} is above 0
 */
record Scale(double min, double max, boolean logarithmic) {
  private static final double[] STEPS = {1, 2, 5};

  /** From 0 to somewhat above {@code max}, so that the highest value does not touch the frame. */
  static Scale linear(double max) {
    return new Scale(0, max > 0 ? max * 1.08 : 1, false);
  }

  /** The decades or halves of decades around both values. */
  static Scale logarithmic(double min, double max) {
    double low = Math.max(min, Double.MIN_NORMAL);
    return new Scale(low / 1.2, Math.max(max, low * 2) * 1.2, true);
  }

  /** The place of {@code value}: 0 at the start, 1 at the end, cut off outside. */
  double position(double value) {
    double place =
        logarithmic
            ? Math.log(Math.max(value, min) / min) / Math.log(max / min)
            : (value - min) / (max - min);
    return Math.min(1, Math.max(0, place));
  }

  /**
   * Round values along the axis, in rising order.
   *
   * @param most how many at most
   */
  List<Double> ticks(int most) {
    return logarithmic ? logarithmicTicks(most) : linearTicks(most);
  }

  private List<Double> linearTicks(int most) {
    double decade = Math.pow(10, Math.floor(Math.log10((max - min) / most)));
    double step = decade * 10;
    for (int i = STEPS.length - 1; i >= 0; i--) {
      step = (max - min) / (decade * STEPS[i]) <= most ? decade * STEPS[i] : step;
    }
    List<Double> ticks = new ArrayList<>();
    for (int i = (int) Math.ceil(min / step); i * step <= max; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** 1, 2 and 5 of each decade; only the decades if these would be too many, or some of them. */
  private List<Double> logarithmicTicks(int most) {
    List<Double> all = new ArrayList<>();
    for (int exponent = (int) Math.floor(Math.log10(min));
        Math.pow(10, exponent) <= max;
        exponent++) {
      for (double step : STEPS) {
        double value = step * Math.pow(10, exponent);
        if (value >= min && value <= max) {
          all.add(value);
        }
      }
    }
    if (all.size() <= most) {
      return all;
    }
    List<Double> decades = new ArrayList<>();
    int every = 1 + (int) (Math.log10(max / min) / most);
    for (double value : all) {
      double exponent = Math.log10(value);
      if (Math.abs(exponent - Math.rint(exponent)) < 1e-9 && Math.rint(exponent) % every == 0) {
        decades.add(value);
      }
    }
    return decades;
  }
}
