package acuse.client.bench.report;

import acuse.client.bench.output.HistogramLog;
import acuse.client.bench.output.ResultJson;
import acuse.client.bench.output.WholeFile;
import acuse.client.bench.result.Interval;
import acuse.client.bench.result.Load;
import acuse.client.bench.result.RunListener;
import acuse.client.bench.result.RunResult;
import acuse.common.protocol.Protocol;
import acuse.common.text.Texts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The three files of {@code --out NAME}: {@code NAME.json} with the results, {@code NAME.hlog} with
 * the histograms of each interval, and {@code NAME.html}, the report. Each is there whole at the
 * end, or not at all. While the measurement runs, a disk that is full does not disturb it: that is
 * told by {@link #keep}.
 */
public final class ResultFiles implements RunListener, AutoCloseable {
  private static final double MILLIS_PER_SECOND = 1000;

  private final WholeFile json;
  private final WholeFile log;
  private final WholeFile page;
  private final List<RunResult> results = new ArrayList<>();
  private final List<Second> intervals = new ArrayList<>();

  /** Begins with the first run. */
  private HistogramLog histograms;

  private long logStartMillis;
  private RunLog runLog;

  private ResultFiles(WholeFile json, WholeFile log, WholeFile page) {
    this.json = json;
    this.log = log;
    this.page = page;
  }

  /**
   * Opens temporary files beside those that are to be.
   *
   * @param name without the suffixes
   * @throws IOException if one of them cannot be written; then none is left
   */
  public static ResultFiles open(Path name) throws IOException {
    List<WholeFile> opened = new ArrayList<>();
    try {
      for (String suffix : List.of(".json", ".hlog", ".html")) {
        opened.add(WholeFile.open(name, suffix));
      }
      return new ResultFiles(opened.get(0), opened.get(1), opened.get(2));
    } catch (IOException e) {
      for (WholeFile file : opened) {
        file.close();
      }
      throw e;
    }
  }

  @Override
  public void began(
      String run, Protocol protocol, Load load, int step, int repetition, long startMillis) {
    if (histograms == null) {
      logStartMillis = startMillis;
      histograms = new HistogramLog(log.out(), startMillis);
    }
    runLog = new RunLog(histograms, (startMillis - logStartMillis) / MILLIS_PER_SECOND);
  }

  @Override
  public void passed(Interval interval) {
    runLog.add(interval);
    intervals.add(Second.of(interval));
  }

  @Override
  public void ended(RunResult result) {
    runLog.finish(result);
    results.add(result);
  }

  /**
   * Writes the rest, and gives the files their names. Without any result there are no files.
   *
   * @param title of the report; empty for none
   * @param commandLine repeats the measurement
   * @throws IOException if a file could not be written; it is not there, then, nor are those after
   *     it
   */
  public void keep(String title, String commandLine, Texts language) throws IOException {
    if (results.isEmpty()) {
      return;
    }
    for (RunResult result : results) {
      write(json, ResultJson.end(result) + "\n");
    }
    histograms.flush();
    write(page, ReportPage.html(title, commandLine, results, intervals, language));
    json.keep();
    log.keep();
    page.keep();
  }

  /** Removes what was not kept. */
  @Override
  public void close() throws IOException {
    json.close();
    log.close();
    page.close();
  }

  private static void write(WholeFile file, String text) throws IOException {
    file.out().write(text.getBytes(StandardCharsets.UTF_8));
  }
}
