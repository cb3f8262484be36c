package acuse.client.bench.summary;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Percentiles are given where ten values lie beyond them, and durations read well. */
class PercentileTest {
  @ParameterizedTest
  @EnumSource(Percentile.class)
  void isGivenFromTenValuesBeyondIt(Percentile percentile) {
    Histogram values = new Histogram(3);
    values.recordValueWithCount(80_000, percentile.valuesNeeded() - 1);
    assertThat(percentile.of(values)).isEmpty();
    values.recordValue(80_000);
    assertThat(percentile.of(values)).hasValue(values.getMaxValue());
  }

  @ParameterizedTest
  @CsvSource({"P50, 20", "P90, 100", "P95, 200", "P99, 1000", "P99_9, 10000"})
  void needsTenValuesBeyondIt(Percentile percentile, long values) {
    assertThat(percentile.valuesNeeded()).isEqualTo(values);
  }

  @Test
  void isTheValueThatItsShareDoesNotExceed() {
    Histogram values = new Histogram(3);
    values.recordValueWithCount(100, 990);
    values.recordValueWithCount(200, 10);
    assertThat(Percentile.P99.of(values)).hasValue(100);
    values.recordValue(200);
    assertThat(Percentile.P99.of(values)).hasValue(200);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 µs",
    "80499, 80 µs",
    "999499, 999 µs",
    "999500, 1.00 ms",
    "9994999, 9.99 ms",
    "9995000, 10.0 ms",
    "12345678, 12.3 ms",
    "310000000, 310 ms",
    "999499999, 999 ms",
    "999500000, 1.00 s",
    "75000000000, 75.0 s"
  })
  void durationsHaveThreeDigitsAndTheirUnit(double nanos, String text) {
    assertThat(DurationText.of(nanos)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "500000, 500 µs",
    "999999.99, 1 ms",
    "2500000, 2.5 ms",
    "20000000, 20 ms",
    "1e9, 1 s"
  })
  void roundDurationsHaveNoZerosAtTheirEnd(double nanos, String text) {
    assertThat(DurationText.round(nanos)).isEqualTo(text);
  }
}
