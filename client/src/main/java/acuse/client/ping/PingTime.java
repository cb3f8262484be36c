package acuse.client.ping;

import java.util.Locale;

/** Durations as ping(8) writes them: with as many digits as say something. */
final class PingTime {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  private PingTime() {}

  /** {@code 0.210}, {@code 2.10}, {@code 21.0}, {@code 210}, in milliseconds. */
  static String millis(long nanos) {
    double millis = nanos / NANOS_PER_MILLI;
    int places = millis < 1 ? 3 : millis < 10 ? 2 : millis < 100 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + places + "f", millis);
  }

  /** {@code 2.4}, in seconds. */
  static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f", nanos / NANOS_PER_SECOND);
  }
}
