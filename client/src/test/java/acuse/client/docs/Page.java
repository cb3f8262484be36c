package acuse.client.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A Markdown page of the project.
 *
 * @param path from the project's root
 * @param text its lines that stand in no box
 * @param boxes its fenced boxes
 */
public record Page(String path, List<String> text, List<Box> boxes) {
  /** The project's root, seen from the module that the tests run in. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final String FENCE = "```";

  /** Reads the page at {@code path}, from the project's root. */
  public static Page read(String path) throws IOException {
    List<String> lines = Files.readAllLines(ROOT.resolve(path));
    List<String> text = new ArrayList<>();
    List<Box> boxes = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith(FENCE)) {
        text.add(lines.get(i));
        continue;
      }
      int end = i + 1;
      while (!lines.get(end).startsWith(FENCE)) {
        end++;
      }
      List<String> info = List.of(lines.get(i).substring(FENCE.length()).trim().split(" +"));
      boxes.add(
          new Box(
              i + 2,
              info.get(0),
              new LinkedHashSet<>(info.subList(1, info.size())),
              lines.subList(i + 1, end)));
      i = end;
    }
    return new Page(path, text, boxes);
  }

  /** The boxes of one kind. */
  List<Box> boxes(String language, String word) {
    return boxes.stream().filter(box -> box.is(language, word)).toList();
  }

  /** Whether it is one of the Spanish twins. */
  boolean isSpanish() {
    return path.endsWith(".es.md");
  }

  /** The anchors of its headings, as GitHub makes them. */
  Set<String> anchors() {
    Set<String> anchors = new LinkedHashSet<>();
    for (String line : text) {
      if (line.startsWith("#")) {
        anchors.add(
            line.replaceFirst("#+ ", "")
                .toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-'));
      }
    }
    return anchors;
  }
}
