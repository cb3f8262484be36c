package acuse.client.bench.check;

import java.util.List;

/** The unit that stands behind the number of a condition. */
enum Unit {
  MICROSECONDS("us", 1e3),
  MILLISECONDS("ms", 1e6),
  SECONDS("s", 1e9),
  /** Of the intended messages; of the base in a comparison. */
  PERCENT("%", 0.01),
  /** Messages, or messages per second. */
  NONE("", 1);

  /** Of durations, whose base is the nanosecond. */
  static final List<Unit> OF_TIME = List.of(MICROSECONDS, MILLISECONDS, SECONDS);

  private final String text;
  private final double factor;

  Unit(String text, double factor) {
    this.text = text;
    this.factor = factor;
  }

  /** As it is typed. */
  String text() {
    return text;
  }

  /** How many nanoseconds, parts of one or messages one of it is. */
  double factor() {
    return factor;
  }
}
