package acuse.client.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * One chart as SVG within HTML. It is as wide as the page, and its text keeps its size.
 *
 * <pre>
 *   5 ms ┤────────────────────      labels: a column of fixed width
 *        │        ╭───╯             lines: stretched, with strokes that are not
 *   1 ms ┤────────╯───────────
 *        └┬───────┬───────┬───
 *         0 %    90 %    99 %       labels: at percentages of the width
 * </pre>
 *
 * No style sheet says how wide it is, so a table keeps the labels beside the lines. The lines stand
 * in an SVG of their own whose content is stretched ({@code preserveAspectRatio="none"}); dots and
 * text stand outside it, at percentages. All that is not a line of data has the colour of the
 * page's text, in light and in dark.
 */
final class SvgPlot {
  private static final int LABEL_WIDTH = 58;
  private static final int TOP = 8;
  private static final int BOTTOM = 24;
  private static final int STRETCHED_WIDTH = 10_000;

  private final String description;
  private final int height;
  private final Scale x;
  private final Scale y;
  private final StringBuilder labels = new StringBuilder();
  private final StringBuilder grid = new StringBuilder();
  private final StringBuilder lines = new StringBuilder();
  private final StringBuilder marks = new StringBuilder();

  /**
   * An empty chart.
   *
   * @param description for people who do not see it
   * @param height of the part with the lines, in pixels
   */
  SvgPlot(String description, int height, Scale x, Scale y) {
    this.description = description;
    this.height = height;
    this.x = x;
    this.y = y;
  }

  /** Draws the lines of the scale from bottom to top, with their labels. */
  SvgPlot gridUpwards(int most, DoubleFunction<String> label) {
    for (double value : y.ticks(most)) {
      String at = pixels(value);
      grid.append("<line x1=\"0\" x2=\"100%\" y1=\"").append(at).append("\" y2=\"").append(at);
      grid.append("\" stroke=\"currentColor\" stroke-opacity=\"0.18\"/>");
      labels.append("<text x=\"").append(LABEL_WIDTH - 8).append("\" y=\"").append(at);
      labels.append("\" dy=\"4\" text-anchor=\"end\">");
      labels.append(Html.escape(label.apply(value))).append("</text>");
    }
    return this;
  }

  /** Draws a label under the place of {@code value}, and a line through it. */
  SvgPlot mark(double value, String label) {
    double place = x.position(value);
    String at = percent(value);
    String anchor = place < 0.04 ? "start" : place > 0.92 ? "end" : "middle";
    grid.append("<line y1=\"").append(TOP).append("\" y2=\"").append(TOP + height);
    grid.append("\" x1=\"").append(at).append("\" x2=\"").append(at);
    grid.append("\" stroke=\"currentColor\" stroke-opacity=\"0.08\"/>");
    grid.append("<text x=\"").append(at).append("\" y=\"").append(TOP + height + 17);
    grid.append("\" fill=\"currentColor\" text-anchor=\"").append(anchor).append("\">");
    grid.append(Html.escape(label)).append("</text>");
    return this;
  }

  /** Joins {@code points}; a point without a value leaves a gap. */
  SvgPlot line(List<Point> points, Stroke stroke) {
    StringBuilder piece = new StringBuilder();
    for (Point point : points) {
      if (Double.isNaN(point.y())) {
        addLine(piece, stroke);
      } else {
        piece.append(piece.isEmpty() ? "" : " ");
        piece.append(number(x.position(point.x()) * STRETCHED_WIDTH)).append(',');
        piece.append(number((1 - y.position(point.y())) * height));
      }
    }
    addLine(piece, stroke);
    return this;
  }

  private void addLine(StringBuilder piece, Stroke stroke) {
    if (!piece.isEmpty()) {
      lines.append("<polyline ").append(stroke.attributes());
      lines.append(" vector-effect=\"non-scaling-stroke\" points=\"").append(piece).append("\"/>");
      piece.setLength(0);
    }
  }

  /** A dot, for a value that may stand alone. */
  SvgPlot dot(Point point, String colour, double radius) {
    if (!Double.isNaN(point.y())) {
      marks.append("<circle cx=\"").append(percent(point.x()));
      marks.append("\" cy=\"").append(pixels(point.y()));
      marks.append("\" r=\"").append(radius).append("\" fill=\"").append(colour).append("\"/>");
    }
    return this;
  }

  /** A bar from the ground to {@code top}. */
  SvgPlot bar(double fromX, double toX, double top, String colour) {
    double left = x.position(fromX) * 100;
    double tall = Math.max(2, y.position(top) * height);
    marks.append("<rect x=\"").append(number(left));
    marks.append("%\" width=\"").append(number(x.position(toX) * 100 - left));
    marks.append("%\" y=\"").append(number(TOP + height - tall));
    marks.append("\" height=\"").append(number(tall));
    marks.append("\" fill=\"").append(colour).append("\"/>");
    return this;
  }

  /**
   * The chart below its key. Both are lines of one block, which a printer does not break: fewer
   * than two lines would stand on each side (orphans and widows, CSS Fragmentation 3.3).
   */
  String html(Legend legend) {
    int whole = TOP + height + BOTTOM;
    return """
        <table width="100%%" cellspacing="0" cellpadding="0" role="presentation"><tr>
        <td width="%1$d" valign="bottom"><svg width="%1$d" height="%2$d" font-size="12" fill="currentColor">%3$s</svg></td>
        <td valign="bottom">%12$s<svg width="100%%" height="%2$d" font-size="12" role="img" aria-label="%4$s">%5$s\
        <line x1="0" x2="100%%" y1="%6$d" y2="%6$d" stroke="currentColor" stroke-opacity="0.6"/>
        <svg y="%7$d" width="100%%" height="%8$d" viewBox="0 0 %9$d %8$d" preserveAspectRatio="none">%10$s</svg>
        %11$s</svg></td>
        </tr></table>
        """
        .formatted(
            LABEL_WIDTH,
            whole,
            labels,
            Html.escape(description),
            grid,
            TOP + height,
            TOP,
            height,
            STRETCHED_WIDTH,
            lines,
            marks,
            legend.html());
  }

  private String percent(double value) {
    return number(x.position(value) * 100) + "%";
  }

  private String pixels(double value) {
    return number(TOP + (1 - y.position(value)) * height);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
