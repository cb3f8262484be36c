package acuse.client.bench.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The figures that a condition can be about. */
public enum Figure {
  P50("p50", Kind.TIME),
  P90("p90", Kind.TIME),
  P95("p95", Kind.TIME),
  P99("p99", Kind.TIME),
  P99_9("p99.9", Kind.TIME),
  MAX("max", Kind.TIME),
  MEAN("mean", Kind.TIME),
  LOSS("loss", Kind.COUNT),
  LATE("late", Kind.COUNT),
  DUPLICATED("duplicated", Kind.COUNT),
  REORDERED("reordered", Kind.COUNT),
  CORRUPTED("corrupted", Kind.COUNT),
  SEND_LAG_P99("send_lag_p99", Kind.TIME),
  RATE("rate", Kind.RATE);

  /** The kind of a figure says which units its values have. */
  public enum Kind {
    /** In nanoseconds; written with us, ms or s. */
    TIME,
    /** Of messages: a whole number, or a percentage of the intended ones. */
    COUNT,
    /** Answered messages per second. */
    RATE
  }

  private final String text;
  private final Kind kind;

  Figure(String text, Kind kind) {
    this.text = text;
    this.kind = kind;
  }

  /** As it is typed. */
  public String text() {
    return text;
  }

  /** The kind of its values. */
  public Kind kind() {
    return kind;
  }

  static Optional<Figure> named(String name) {
    return Stream.of(values()).filter(figure -> figure.text.equals(name)).findFirst();
  }

  static List<String> names() {
    return Stream.of(values()).map(Figure::text).toList();
  }
}
