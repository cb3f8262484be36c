package acuse.server.metrics;

import java.util.Locale;

/**
 * Writes metrics in one of the two formats: first a family, then its samples.
 *
 * <pre>
 *            Prometheus 0.0.4                      OpenMetrics 1.0
 * counter    # TYPE acuse_messages_total counter   # TYPE acuse_messages counter
 *            acuse_messages_total{…} 3             acuse_messages_total{…} 3
 * info       # TYPE acuse_build_info gauge         # TYPE acuse_build info
 * the end                                          # EOF
 * </pre>
 */
public final class MetricsWriter {
  private final MetricsFormat format;
  private final StringBuilder text = new StringBuilder();
  private String sampleName;

  MetricsWriter(MetricsFormat format) {
    this.format = format;
  }

  /**
   * Begins a counter.
   *
   * @param name without {@code _total}, which is added
   */
  public MetricsWriter counter(String name, String help) {
    return family(isOpenMetrics() ? name : name + "_total", "counter", name + "_total", help);
  }

  /**
   * Begins a counter beside which there is a gauge {@code name}. In OpenMetrics two families may
   * not have one name, so there the counter is of no known type, under its full name.
   */
  public MetricsWriter counterBesideGauge(String name, String help) {
    String full = name + "_total";
    return family(full, isOpenMetrics() ? "unknown" : "counter", full, help);
  }

  /** Begins a gauge. */
  public MetricsWriter gauge(String name, String help) {
    return family(name, "gauge", name, help);
  }

  /**
   * Begins a family whose labels are all that it tells.
   *
   * @param name without {@code _info}, which is added
   */
  public MetricsWriter info(String name, String help) {
    String full = name + "_info";
    return isOpenMetrics() ? family(name, "info", full, help) : family(full, "gauge", full, help);
  }

  /**
   * Writes a sample of the family that was begun last.
   *
   * @param labels names and values in turn
   */
  public MetricsWriter sample(long value, String... labels) {
    return sample(Long.toString(value), labels);
  }

  /** The same for seconds, with three decimals. */
  public MetricsWriter sample(double seconds, String... labels) {
    return sample(String.format(Locale.ROOT, "%.3f", seconds), labels);
  }

  String end() {
    return isOpenMetrics() ? text.append("# EOF\n").toString() : text.toString();
  }

  private boolean isOpenMetrics() {
    return format == MetricsFormat.OPEN_METRICS;
  }

  private MetricsWriter family(String name, String type, String sampleName, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    this.sampleName = sampleName;
    return this;
  }

  private MetricsWriter sample(String value, String... labels) {
    text.append(sampleName);
    for (int i = 0; i < labels.length; i += 2) {
      text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
      appendEscaped(labels[i + 1]);
      text.append('"');
    }
    if (labels.length > 0) {
      text.append('}');
    }
    text.append(' ').append(value).append('\n');
    return this;
  }

  private void appendEscaped(String label) {
    for (int i = 0; i < label.length(); i++) {
      switch (label.charAt(i)) {
        case '\\' -> text.append("\\\\");
        case '"' -> text.append("\\\"");
        case '\n' -> text.append("\\n");
        default -> text.append(label.charAt(i));
      }
    }
  }
}
