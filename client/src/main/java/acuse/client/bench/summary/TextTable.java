package acuse.client.bench.summary;

import java.util.ArrayList;
import java.util.List;

/**
 * Columns of text: the first from the left, the others from the right.
 *
 * <pre>
 *               TCP     UDP
 * latency p50   80 µs   71 µs
 * </pre>
 */
public final class TextTable {
  private static final String GAP = "   ";

  private final List<List<String>> rows = new ArrayList<>();

  /** Adds a row; rows may have different lengths. */
  public TextTable row(List<String> cells) {
    rows.add(cells);
    return this;
  }

  /** Adds a row: its name, and the rest. */
  public TextTable row(String name, List<String> cells) {
    List<String> row = new ArrayList<>();
    row.add(name);
    row.addAll(cells);
    return row(row);
  }

  /** The rows as lines, with no spaces at their ends. */
  public List<String> lines() {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      String padding = " ".repeat(widths[i] - width(row.get(i)));
      line.append(i == 0 ? "" : GAP);
      line.append(i == 0 ? row.get(i) + padding : padding + row.get(i));
    }
    return line.toString().stripTrailing();
  }

  /** In columns of a terminal, for letters that take one each. */
  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
