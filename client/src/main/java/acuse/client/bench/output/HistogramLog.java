package acuse.client.bench.output;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * A HdrHistogram log, version 1.3: one line per interval and tag. Values are in nanoseconds, times
 * in seconds from the start.
 *
 * <pre>
 * Tag=udp-service,1.000,1.000,0.412,HISTFAAA…
 * </pre>
 *
 * The lines of one tag added together are the histogram of the whole run, and so are those of
 * several logs.
 */
public final class HistogramLog {
  private static final double NANOS_PER_MILLI = 1e6; // the log shows the highest value in ms

  private final PrintStream lines;
  private final HistogramLogWriter log;

  /**
   * Writes the head of the log.
   *
   * @param startMillis when the run began, in milliseconds since 1970
   */
  public HistogramLog(OutputStream out, long startMillis) {
    lines = new PrintStream(out, false, StandardCharsets.UTF_8);
    log = new HistogramLogWriter(lines);
    log.outputComment("[Acuse: values in ns]");
    log.outputLogFormatVersion();
    log.outputStartTime(startMillis);
    log.outputLegend();
  }

  /**
   * Writes a line.
   *
   * @param tag without a comma, space or newline
   * @param fromSeconds after the start
   * @param toSeconds after the start
   */
  public void add(String tag, double fromSeconds, double toSeconds, EncodableHistogram values) {
    values.setTag(tag);
    log.outputIntervalHistogram(fromSeconds, toSeconds, values, NANOS_PER_MILLI);
  }

  /** Passes everything on to the file, which knows whether it was written. */
  public void flush() {
    lines.flush();
  }
}
