package acuse.client.bench.report;

import acuse.client.bench.output.LoadText;
import acuse.client.bench.output.Notes;
import acuse.client.bench.output.Overview;
import acuse.client.bench.output.ResultTable;
import acuse.client.bench.output.ResultTable.Row;
import acuse.client.bench.output.TextSummary;
import acuse.client.bench.result.Histograms;
import acuse.client.bench.result.RunResult;
import acuse.client.bench.summary.RunName;
import acuse.common.text.Texts;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The report as one page of HTML that is well-formed XML, too. A strict content policy stands in
 * it, so that a browser shows how little it needs: no script, no style, nothing from elsewhere. The
 * few settings of type and tables are therefore attributes. {@code color-scheme} makes the page
 * light or dark as its reader likes; everything but the lines of data has the colour of its text.
 */
public final class ReportPage {
  private final List<RunResult> results;
  private final List<Second> intervals;
  private final Texts language;
  private final Texts texts;
  private final StringBuilder html = new StringBuilder();

  private ReportPage(List<RunResult> results, List<Second> intervals, Texts language) {
    this.results = results;
    this.intervals = intervals;
    this.language = language;
    this.texts = Texts.of(ReportPage.class, language.language());
  }

  /**
   * The page.
   *
   * @param title empty for one that says what it is
   * @param commandLine repeats the measurement
   * @param results at least one, in the order in which they ran
   * @param intervals of all of them, in the order in which they passed
   */
  public static String html(
      String title,
      String commandLine,
      List<RunResult> results,
      List<Second> intervals,
      Texts language) {
    ReportPage page = new ReportPage(results, intervals, language);
    page.addHead(title);
    page.addStaircase();
    page.addPercentiles();
    page.addTime();
    page.addFigures();
    page.addEnd(commandLine);
    return page.html.toString();
  }

  private void addHead(String title) {
    String shown = Html.escape(title.isEmpty() ? texts.text("title") : title);
    html.append(
        """
        <!DOCTYPE html>
        <html lang="%1$s"><head><meta charset="utf-8"/>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title>%2$s</title></head>
        <body><font face="system-ui, sans-serif">
        <h1>%2$s</h1>
        """
            .formatted(texts.language().code(), shown));
    Instant start =
        Instant.ofEpochMilli(results.get(0).startMillis()).truncatedTo(ChronoUnit.SECONDS);
    paragraph(LoadText.of(results, language));
    small(start.toString());
    for (RunResult result : results) {
      Notes.warnings(result, language).forEach(this::strong);
    }
  }

  private void addFigures() {
    heading("figures.heading");
    if (Overview.isNeeded(results)) {
      HtmlTable table = new HtmlTable(Overview.heads(results, language));
      Overview.rows(results, language).forEach(row -> table.row(row.name(), row.cells()));
      html.append(table.html()).append("<br/>\n");
    }
    for (List<RunResult> columns : TextSummary.byStep(results)) {
      HtmlTable table = new HtmlTable(heads(columns));
      for (Row row : ResultTable.rows(columns, language)) {
        table.row(row.name(), row.cells());
      }
      html.append(table.html()).append("<br/>\n");
    }
    Notes.dashes(results, language).ifPresent(this::small);
    for (RunResult result : results) {
      Notes.remarks(result, language).forEach(this::paragraph);
    }
  }

  private static List<String> heads(List<RunResult> columns) {
    List<String> heads = new ArrayList<>(List.of(RunName.rate(columns.get(0))));
    columns.forEach(column -> heads.add(column.protocol().name()));
    return heads;
  }

  private void addPercentiles() {
    List<List<RunResult>> steps = TextSummary.byStep(results);
    heading("percentiles.heading");
    paragraph(texts.text("percentiles.explanation"));
    for (List<RunResult> columns : steps) {
      PercentileChart chart = new PercentileChart(texts);
      for (RunResult column : columns) {
        Histograms histograms = column.histograms();
        chart.latency(column.protocol(), histograms.latency());
        chart.serviceTime(column.protocol(), histograms.serviceTime());
      }
      String heading = steps.size() > 1 ? RunName.rate(columns.get(0)) : "";
      html.append(chart.isEmpty() ? "" : chart.html(heading) + "<br/>\n");
    }
  }

  private void addStaircase() {
    Staircase staircase = Staircase.of(results);
    if (staircase.isThere()) {
      heading("staircase.heading");
      paragraph(texts.text("staircase.explanation"));
      html.append(new StaircaseChart(texts, staircase.steps()).html());
    }
  }

  private void addTime() {
    if (!intervals.isEmpty()) {
      html.append(new TimeCharts(results, intervals, texts).html());
    }
  }

  private void addEnd(String commandLine) {
    heading("repeat.heading");
    html.append("<p><code>").append(Html.escape(commandLine)).append("</code></p>\n");
    small(texts.text("end"));
    html.append("</font></body></html>\n");
  }

  private void heading(String key) {
    html.append("<h2>").append(Html.escape(texts.text(key))).append("</h2>\n");
  }

  private void paragraph(String text) {
    html.append("<p>").append(Html.escape(text)).append("</p>\n");
  }

  private void small(String text) {
    html.append("<p><font size=\"2\">").append(Html.escape(text)).append("</font></p>\n");
  }

  private void strong(String text) {
    html.append("<p><strong>").append(Html.escape(text)).append("</strong></p>\n");
  }
}
