package acuse.client.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Axes, and the curve that is drawn on them. */
class ScaleTest {
  @Test
  void linearTicksAreRound() {
    assertThat(new Scale(0, 10, false).ticks(5)).containsExactly(0.0, 2.0, 4.0, 6.0, 8.0, 10.0);
    assertThat(new Scale(0, 730, false).ticks(4)).containsExactly(0.0, 200.0, 400.0, 600.0);
  }

  @Test
  void logarithmicTicksAreDecadesIfThereAreMany() {
    assertThat(new Scale(10, 100, true).ticks(5)).containsExactly(10.0, 20.0, 50.0, 100.0);
    assertThat(new Scale(1, 10_000, true).ticks(5))
        .containsExactly(1.0, 10.0, 100.0, 1000.0, 10_000.0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 1, 7, 999, 1e6, 3e9, 1e18})
  void everyScaleHasAFewTicksWithinIt(double max) {
    assertThat(Scale.linear(max).ticks(5)).hasSizeBetween(2, 6).allMatch(tick -> tick <= max * 1.1);
    assertThat(Scale.logarithmic(max / 1000, max).ticks(5)).hasSizeBetween(2, 5);
    assertThat(Scale.logarithmic(max, max).ticks(5)).isNotEmpty();
  }

  @Test
  void valuesOutsideStayAtTheEdge() {
    Scale scale = new Scale(1, 100, true);
    assertThat(scale.position(10)).isCloseTo(0.5, within(1e-9));
    assertThat(scale.position(0)).isZero();
    assertThat(scale.position(1e9)).isEqualTo(1);
  }

  @Test
  void aScaleOfNothingIsStillAScale() {
    assertThat(Scale.linear(0).position(0)).isZero();
    assertThat(Scale.logarithmic(0, 0).position(0)).isBetween(0.0, 1.0);
  }

  @Test
  void theCurveIsSureWhereTenValuesLieBeyond() {
    Histogram values = new Histogram(3);
    for (int i = 1; i <= 1000; i++) {
      values.recordValue(i);
    }
    PercentileCurve curve = PercentileCurve.of(values);
    assertThat(curve.sure()).isNotEmpty().allMatch(point -> point.x() <= 100 + 1e-6);
    assertThat(curve.tail()).startsWith(curve.sure().get(curve.sure().size() - 1));
    assertThat(curve.tail()).endsWith(new Point(1000, 1000));
  }

  @Test
  void theCurveOfNothingIsEmpty() {
    assertThat(PercentileCurve.of(new Histogram(3)))
        .isEqualTo(new PercentileCurve(java.util.List.of(), java.util.List.of()));
  }
}
