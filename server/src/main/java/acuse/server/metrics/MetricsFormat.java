package acuse.server.metrics;

import java.util.Locale;

/** The two text formats that Prometheus reads. */
enum MetricsFormat {
  /** prometheus.io/docs/instrumenting/exposition_formats. */
  PROMETHEUS("text/plain; version=0.0.4; charset=utf-8"),
  /** OpenMetrics 1.0 (prometheus.io/docs/specs/om/open_metrics_spec). */
  OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

  private final String contentType;

  MetricsFormat(String contentType) {
    this.contentType = contentType;
  }

  String contentType() {
    return contentType;
  }

  /**
   * The one that a reader prefers (RFC 9110, section 12.5.1).
   *
   * @param accept the header; null if there is none
   */
  static MetricsFormat accepted(String accept) {
    double openMetrics = 0;
    double text = 0;
    for (String range : (accept == null ? "" : accept.toLowerCase(Locale.ROOT)).split(",", -1)) {
      String[] parts = range.replace(" ", "").split(";", -1);
      if (parts[0].equals("application/openmetrics-text")) {
        openMetrics = Math.max(openMetrics, quality(parts));
      } else if (parts[0].equals("text/plain") && isOurVersion(parts)) {
        text = Math.max(text, quality(parts));
      }
    }
    return openMetrics > 0 && openMetrics >= text ? OPEN_METRICS : PROMETHEUS;
  }

  private static double quality(String[] parts) {
    for (String part : parts) {
      if (part.startsWith("q=")) {
        try {
          return Double.parseDouble(part.substring(2));
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 1;
  }

  /** Later versions of the same type are not what we write. */
  private static boolean isOurVersion(String[] parts) {
    for (String part : parts) {
      if (part.startsWith("version=") && !part.equals("version=0.0.4")) {
        return false;
      }
    }
    return true;
  }
}
