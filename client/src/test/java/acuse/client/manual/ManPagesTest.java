package acuse.client.manual;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.text.Language;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ManPagesTest {
  @ParameterizedTest
  @CsvSource({
    "es, client, Reintentos", "en, client, Further tries",
    "es, server, El mensaje más largo", "en, server, The longest message",
    "es, client-bench, Mide latencia", "en, client-bench, Measures latency"
  })
  void everyProgramHasAPageInEveryLanguage(
      String language, String program, String sentence, @TempDir Path folder) throws Exception {
    ManPages.main(new String[] {folder.toString()});
    assertThat(Files.readString(folder.resolve(language + "/man1/" + program + ".adoc")))
        .contains("= " + program + "(1)", "--host", "--framing", sentence);
  }

  @ParameterizedTest
  @CsvSource({"client-bench-compare, --fail-if", "client-ping, --count"})
  void everyCommandHasAPage(String command, String option, @TempDir Path folder) throws Exception {
    ManPages.main(new String[] {folder.toString(), "acuse-"});
    assertThat(Files.readString(folder.resolve("en/man1/acuse-" + command + ".adoc")))
        .contains("= acuse-" + command + "(1)", option);
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void theExplanationOfAnOptionIsOneParagraphUnderIt(Language language, @TempDir Path folder)
      throws Exception {
    ManPages.main(new String[] {folder.toString()});
    for (String program : List.of("client", "server")) {
      List<String> page =
          Files.readAllLines(folder.resolve(language.code() + "/man1/" + program + ".adoc"));
      assertThat(page).doesNotContain("+");
      assertThat(page)
          .filteredOn(line -> line.startsWith("  "))
          .isNotEmpty()
          .noneMatch(line -> line.contains(":: "));
    }
  }
}
