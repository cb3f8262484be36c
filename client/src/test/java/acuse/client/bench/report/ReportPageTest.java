package acuse.client.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acuse.client.bench.Samples;
import acuse.client.bench.result.Interval;
import acuse.client.bench.result.RunResult;
import acuse.common.protocol.Protocol;
import acuse.common.testing.BothLanguages;
import acuse.common.text.Language;
import acuse.common.text.Texts;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The report, and the files of a result. */
class ReportPageTest {
  private static final Texts ENGLISH = Texts.of(ReportPage.class, Language.EN);

  @TempDir private Path folder;

  @Test
  void bothLanguagesSayTheSame() {
    BothLanguages.assertSayTheSame(ReportPage.class);
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void needsNoScriptNoStyleAndNothingFromElsewhere(Language language) throws Exception {
    Texts texts = Texts.of(ReportPage.class, language);
    Document page = parsed(ReportPage.html("", "bin/client bench", both(), seconds(both()), texts));
    assertThat(page.getDocumentElement().getAttribute("lang")).isEqualTo(language.code());
    Set<String> elements = new TreeSet<>();
    Set<String> attributes = new TreeSet<>();
    NodeList all = page.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      elements.add(element.getTagName());
      for (int j = 0; j < element.getAttributes().getLength(); j++) {
        attributes.add(element.getAttributes().item(j).getNodeName());
        assertThat(element.getAttributes().item(j).getNodeValue()).doesNotContain("://", "url(");
      }
    }
    assertThat(elements).doesNotContain("script", "style", "link", "img", "iframe", "a", "image");
    assertThat(attributes).doesNotContain("style", "src", "href", "class");
    assertThat(attributes).noneMatch(name -> name.startsWith("on"));
  }

  @Test
  void showsBothProtocolsWithLatencySolidAndServiceTimeDashed() throws Exception {
    Document page = page(both());
    assertThat(polylines(page, Stroke.colour(Protocol.TCP), "7 4")).isNotZero();
    assertThat(polylines(page, Stroke.colour(Protocol.UDP), "7 4")).isNotZero();
    assertThat(polylines(page, Stroke.colour(Protocol.TCP), "")).isNotZero();
    assertThat(polylines(page, Stroke.colour(Protocol.UDP), "")).isNotZero();
    assertThat(page.getDocumentElement().getTextContent())
        .contains("TCP service time", "UDP latency", "Over time: TCP", "Over time: UDP")
        .contains("latency p99", "10\u00a0(0.2\u00a0%)", "bin/client bench")
        .doesNotContain("Rate against latency");
  }

  @Test
  void showsTheStaircaseIfThereIsOne() throws Exception {
    List<RunResult> results =
        List.of(
            Samples.run(Protocol.UDP, 200, 1, 1, 0),
            Samples.run(Protocol.UDP, 500, 2, 1, 2),
            Samples.run(Protocol.UDP, 1000, 3, 1, 40));
    assertThat(page(results).getDocumentElement().getTextContent())
        .contains("Rate against latency", "UDP p99", "UDP lost", "1000/s");
  }

  @Test
  void aClosedLoopHasOnlyServiceTimes() throws Exception {
    List<RunResult> results = List.of(Samples.closedLoop(Protocol.TCP));
    assertThat(page(results).getDocumentElement().getTextContent())
        .contains("TCP service time")
        .doesNotContain("TCP latency", "Rate against latency");
  }

  @Test
  void aResultWithoutRepliesIsStillAPage() throws Exception {
    List<RunResult> results = List.of(Samples.constant(Protocol.UDP, 0, 0, 1));
    assertThat(page(results).getDocumentElement().getTextContent()).contains("Figures");
  }

  @Test
  void textsOfTheUserAreEscaped() throws Exception {
    String page =
        ReportPage.html("<b>&\"\u001b[2J", "client --host '<x>'", both(), seconds(both()), ENGLISH);
    assertThat(parsed(page).getElementsByTagName("h1").item(0).getTextContent())
        .isEqualTo("<b>&\"\\x1b[2J");
    assertThat(page).contains("client --host '&lt;x&gt;'");
  }

  @Test
  void threeFilesAreThereAtTheEnd() throws Exception {
    List<RunResult> results = both();
    try (ResultFiles files = ResultFiles.open(folder.resolve("r"))) {
      tell(files, results);
      assertThat(names()).noneMatch(name -> name.startsWith("r.") && !name.endsWith(".tmp"));
      files.keep("", "bin/client bench", ENGLISH);
    }
    assertThat(names()).containsExactly("r.hlog", "r.html", "r.json");
    assertThat(Files.readAllLines(folder.resolve("r.json"))).hasSize(2);
    assertThat(parsed(Files.readString(folder.resolve("r.html")))).isNotNull();
    assertThat(log(folder.resolve("r.hlog")).keySet())
        .containsExactly("tcp", "tcp-lag", "tcp-service", "udp", "udp-lag", "udp-service");
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 7, 0})
  void theLogAddsUpToTheResultAlsoWithRepliesAfterTheLastInterval(int intervals) throws Exception {
    RunResult result = Samples.run(Protocol.UDP);
    try (ResultFiles files = ResultFiles.open(folder.resolve("r"))) {
      files.began("9F3A0C11", Protocol.UDP, result.load(), 1, 1, result.startMillis());
      Samples.intervals(result).stream().limit(intervals).forEach(files::passed);
      files.ended(result);
      files.keep("", "", ENGLISH);
    }
    assertThat(log(folder.resolve("r.hlog")))
        .isEqualTo(
            Map.of(
                "udp", result.histograms().latency(),
                "udp-service", result.histograms().serviceTime(),
                "udp-lag", result.histograms().sendLag()));
  }

  @Test
  void noFileIsThereIfTheRunFails() throws Exception {
    try (ResultFiles files = ResultFiles.open(folder.resolve("r"))) {
      tell(files, both());
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void noFileIsLeftIfOneCannotBeWritten() throws Exception {
    Files.createDirectory(folder.resolve("r.html"));
    assertThatThrownBy(() -> ResultFiles.open(folder.resolve("r"))).isInstanceOf(IOException.class);
    assertThat(names()).containsExactly("r.html");
  }

  private static void tell(ResultFiles files, List<RunResult> results) {
    for (RunResult result : results) {
      files.began("9F3A0C11", result.protocol(), result.load(), 1, 1, result.startMillis());
      Samples.intervals(result).forEach(files::passed);
      files.ended(result);
    }
  }

  private static Map<String, Histogram> log(Path log) throws IOException {
    Map<String, Histogram> sums = new TreeMap<>();
    try (FileInputStream in = new FileInputStream(log.toFile())) {
      HistogramLogReader reader = new HistogramLogReader(in);
      while (reader.nextIntervalHistogram() instanceof Histogram interval) {
        sums.computeIfAbsent(interval.getTag(), tag -> new Histogram(3)).add(interval);
      }
    }
    return sums;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static List<RunResult> both() {
    return List.of(Samples.run(Protocol.TCP), Samples.run(Protocol.UDP));
  }

  private static List<Second> seconds(List<RunResult> results) {
    List<Interval> intervals = new ArrayList<>();
    results.forEach(result -> intervals.addAll(Samples.intervals(result)));
    return intervals.stream().map(Second::of).toList();
  }

  private static Document page(List<RunResult> results) throws Exception {
    return parsed(ReportPage.html("", "bin/client bench", results, seconds(results), ENGLISH));
  }

  private static int polylines(Document page, String colour, String dashes) {
    int count = 0;
    NodeList lines = page.getElementsByTagName("polyline");
    for (int i = 0; i < lines.getLength(); i++) {
      Element line = (Element) lines.item(i);
      if (line.getAttribute("stroke").equals(colour)
          && line.getAttribute("stroke-dasharray").equals(dashes)) {
        count++;
      }
    }
    return count;
  }

  /** The document type names no file, so the parser reads nothing else. */
  private static Document parsed(String html) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(html)));
  }
}
