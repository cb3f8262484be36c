package acuse.client.bench.report;

/**
 * The key to a chart: a sample of each line with its name. It wraps like text, so it fits every
 * width.
 */
final class Legend {
  private final StringBuilder html = new StringBuilder();

  /**
   * Begins with a heading. It is a line of text, so that it stays with its chart in print; a block
   * of its own would not.
   */
  Legend heading(String text) {
    html.append("<span role=\"heading\" aria-level=\"3\"><font size=\"4\"><b>");
    html.append(Html.escape(text)).append("</b></font></span><br/>\n");
    return this;
  }

  /** Adds the name of a line. */
  Legend line(Stroke stroke, String name) {
    return sample("<line x1=\"2\" x2=\"30\" y1=\"6\" y2=\"6\" " + stroke.attributes() + "/>", name);
  }

  /** Adds the name of bars of this colour. */
  Legend bar(String colour, String name) {
    return sample(
        "<rect x=\"10\" width=\"12\" y=\"1\" height=\"10\" fill=\"" + colour + "\"/>", name);
  }

  private Legend sample(String drawing, String name) {
    html.append("<nobr><svg width=\"32\" height=\"12\">").append(drawing).append("</svg> ");
    html.append(Html.escape(name)).append("</nobr>\n");
    return this;
  }

  /** The key, as the lines of text before a chart. */
  String html() {
    return html.isEmpty() ? "" : "<font size=\"2\">" + html + "</font><br/>\n";
  }
}
