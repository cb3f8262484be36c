package acuse.client.docs;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.client.docs.Box.Command;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** README and docs, as far as they can be checked without running them. */
final class PagesTest {
  private static final int MAX_README_LINES = 250;

  /** The boxes that no test may run, by page, with the start of their first command. */
  private static final Map<String, String> NOT_RUN =
      Map.of(
          "README.md", "sudo apt-get", // installs packages
          "README.es.md", "sudo apt-get",
          "docs/tour.md", "sudo apt-get",
          "docs/tour.es.md", "sudo apt-get",
          "docs/options.md", ". <(bin/client completion)"); // somebody presses Tab

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.es.md"})
  void theFirstPageIsShort(String page) throws IOException {
    assertThat(Files.readAllLines(Page.ROOT.resolve(page)))
        .hasSizeLessThanOrEqualTo(MAX_README_LINES);
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Page page : pages()) {
      for (String line : page.text()) {
        Matcher link = LINK.matcher(line);
        while (link.find()) {
          if (!link.group(1).contains("://") && !leadsSomewhere(page, link.group(1))) {
            broken.add(page.path() + ": " + link.group(1));
          }
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static boolean leadsSomewhere(Page page, String link) throws IOException {
    String file = link.replaceFirst("#.*", "");
    Path target =
        file.isEmpty()
            ? Page.ROOT.resolve(page.path())
            : Page.ROOT.resolve(page.path()).resolveSibling(file).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    if (!link.contains("#")) {
      return true;
    }
    String anchor = link.substring(link.indexOf('#') + 1);
    return Page.read(Page.ROOT.relativize(target).toString()).anchors().contains(anchor);
  }

  /** The twins have the same sections and run the same commands, but for the words in them. */
  @ParameterizedTest
  @CsvSource({"README.md, README.es.md", "docs/tour.md, docs/tour.es.md"})
  void twinsAreInStep(String english, String spanish) throws IOException {
    assertThat(shape(Page.read(spanish))).isEqualTo(shape(Page.read(english)));
  }

  private static List<String> shape(Page page) {
    List<String> shape = new ArrayList<>();
    for (String line : page.text()) {
      if (line.startsWith("#") || line.startsWith("|")) {
        shape.add(line.startsWith("|") ? "row" : line.replaceFirst("[^#].*", ""));
      }
    }
    for (Box box : page.boxes()) {
      String kind = box.language() + " " + (box.fileName() == null ? box.words() : "file");
      shape.add(kind + " of " + box.lines().stream().filter(PagesTest::isKept).count() + " lines");
    }
    return shape;
  }

  /** Spanish is what the programs speak by themselves; a file has the comments that it needs. */
  private static boolean isKept(String line) {
    return !line.equals("$ export ACUSE_LANG=en");
  }

  /** A box that is not run can go stale: there are few, and each is named here. */
  @Test
  void fewBoxesAreNotRun() throws IOException {
    Map<String, String> notRun = new LinkedHashMap<>();
    for (Page page : pages()) {
      List<Box> boxes = page.boxes("console", "not-run");
      assertThat(boxes).as(page.path()).hasSizeLessThanOrEqualTo(1);
      boxes.forEach(box -> notRun.put(page.path(), box.commands().get(0).text()));
    }
    assertThat(notRun).containsOnlyKeys(NOT_RUN.keySet());
    notRun.forEach((page, command) -> assertThat(command).as(page).startsWith(NOT_RUN.get(page)));
  }

  /** A command in a box of another kind would not be run, and nobody would notice. */
  @Test
  void everyCommandStandsInAConsoleBox() throws IOException {
    for (Page page : pages()) {
      for (Box box : page.boxes()) {
        if (!box.language().equals("console")) {
          assertThat(box.lines())
              .as("%s:%d", page.path(), box.line())
              .noneMatch(line -> line.startsWith("$ "));
        }
      }
    }
  }

  /** Another port would be taken on the machine that runs the tests. */
  @Test
  void commandsNameOnlyPortsThatCanBeReplaced() throws IOException {
    Pattern port = Pattern.compile("(?:port[ =]|127\\.0\\.0\\.1[: ])(\\d+)");
    for (Page page : pages()) {
      for (Box box : page.boxes()) {
        if (!box.language().equals("console")) {
          continue;
        }
        for (Command command : box.commands()) {
          Matcher named = port.matcher(command.text());
          while (named.find()) {
            assertThat(named.group(1).equals("0") || !ExamplePorts.in(named.group(1)).isEmpty())
                .as("%s:%d: %s", page.path(), command.line(), command.text())
                .isTrue();
          }
        }
      }
    }
  }

  private static List<Page> pages() throws IOException {
    List<Page> pages = new ArrayList<>();
    for (Path folder : List.of(Page.ROOT, Page.ROOT.resolve("docs"))) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.md")) {
        for (Path file : files) {
          pages.add(Page.read(Page.ROOT.relativize(file).toString()));
        }
      }
    }
    assertThat(pages).hasSizeGreaterThan(10);
    return pages;
  }
}
