package acuse.client.bench.report;

import java.util.List;

/** A table of figures: names at the left, numbers at the right. */
final class HtmlTable {
  private static final char NO_BREAK_SPACE = '\u00a0';

  private final StringBuilder rows = new StringBuilder();

  /**
   * A table with these words above its columns.
   *
   * @param heads the first stands above the names
   */
  HtmlTable(List<String> heads) {
    rows.append("<tr>");
    for (int i = 0; i < heads.size(); i++) {
      rows.append("<th scope=\"col\" align=\"").append(i == 0 ? "left" : "right").append("\">");
      rows.append(Html.escape(heads.get(i))).append("</th>");
    }
    rows.append("</tr>\n");
  }

  /** Adds a row: its name, and a value for each further column. Values are not broken. */
  HtmlTable row(String name, List<String> values) {
    rows.append("<tr><td>").append(Html.escape(name)).append("</td>");
    for (String value : values) {
      String unbroken = Html.escape(value).replace(' ', NO_BREAK_SPACE);
      rows.append("<td align=\"right\">").append(unbroken).append("</td>");
    }
    rows.append("</tr>\n");
    return this;
  }

  /** The table. Its lines are set by attributes, as no style sheet may. */
  String html() {
    return "<table border=\"1\" frame=\"hsides\" rules=\"rows\" bordercolor=\"#999999\""
        + " cellspacing=\"0\" cellpadding=\"5\">\n"
        + rows
        + "</table>\n";
  }
}
