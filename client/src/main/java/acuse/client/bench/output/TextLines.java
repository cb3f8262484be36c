package acuse.client.bench.output;

import acuse.client.bench.result.Interval;
import acuse.client.bench.result.Load;
import acuse.client.bench.result.RunListener;
import acuse.client.bench.result.RunResult;
import acuse.client.bench.summary.DurationText;
import acuse.client.bench.summary.Percentile;
import acuse.client.bench.summary.RatioText;
import acuse.common.protocol.Protocol;
import acuse.common.text.Texts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/**
 * {@code --format text}: while it runs, one line that is written again and again at a terminal, or
 * a line per interval in a pipe; then the table of all results.
 *
 * <pre>
 * UDP, 500/s    3 s   answered 498   lost 2   p50 71 µs   p90 110 µs   p99 -   max 1.20 ms
 * </pre>
 */
public final class TextLines implements RunListener {
  private static final String GAP = "   ";

  private final OutputStream out;
  private final boolean terminal;
  private final Texts language;
  private final Texts texts;
  private final List<RunResult> results = new ArrayList<>();
  private String name;

  /** How many characters stand in the line that is to be written again. */
  private int shown;

  /**
   * Writes each line with one call, and flushes.
   *
   * @param terminal whether a line can be written again
   */
  public TextLines(OutputStream out, boolean terminal, Texts language) {
    this.out = out;
    this.terminal = terminal;
    this.language = language;
    this.texts = Texts.of(TextLines.class, language.language());
  }

  @Override
  public void began(
      String run, Protocol protocol, Load load, int step, int repetition, long startMillis) {
    String rate = load.rate().isPresent() ? RatioText.perSecond(load.rate().getAsDouble()) : "max";
    name = protocol + ", " + rate;
  }

  @Override
  public void passed(Interval interval) throws IOException {
    if (interval.counts().intended() + interval.counts().answered() + interval.counts().lost()
        == 0) {
      return; // the wait for late replies, in which none came
    }
    String line = line(interval);
    if (terminal) {
      write("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
      shown = line.length();
    } else {
      write(line + "\n");
    }
  }

  @Override
  public void ended(RunResult result) {
    results.add(result);
  }

  /**
   * All results as a table, after the last has ended.
   *
   * @throws IOException if it cannot be written
   */
  public void finish() throws IOException {
    StringBuilder text = new StringBuilder();
    if (terminal && shown > 0) {
      text.append('\r').append(" ".repeat(shown)).append('\r');
    } else if (!terminal && name != null) {
      text.append('\n');
    }
    TextSummary.lines(results, language).forEach(line -> text.append(line).append('\n'));
    write(text.toString());
  }

  private String line(Interval interval) {
    Histogram durations = interval.histograms().judged();
    String seconds = texts.text("progress.time", interval.toSeconds());
    String max =
        durations.getTotalCount() == 0
            ? DurationText.NONE
            : DurationText.of((double) durations.getMaxValue());
    return String.join(
        GAP,
        name,
        seconds,
        texts.text("progress.answered", interval.counts().answered()),
        texts.text("progress.lost", interval.counts().lost()),
        percentile(Percentile.P50, durations),
        percentile(Percentile.P90, durations),
        percentile(Percentile.P99, durations),
        texts.text("progress.max", max));
  }

  private static String percentile(Percentile percentile, Histogram durations) {
    OptionalLong value = percentile.of(durations);
    return percentile.text() + " " + DurationText.of(value);
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
