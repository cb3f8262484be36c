package acuse.client.bench.report;

import java.util.List;

/** A table of figures: names at the left, numbers at the right. */
final class HtmlTable {
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

  /** Adds a row: its name, and a value for each further column. */
  HtmlTable row(String name, List<String> values) {
    rows.append("<tr><th scope=\"row\" align=\"left\"><font size=\"2\">").append(Html.escape(name));
    rows.append("</font></th>");
    for (String value : values) {
      rows.append("<td align=\"right\">").append(Html.escape(value)).append("</td>");
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
