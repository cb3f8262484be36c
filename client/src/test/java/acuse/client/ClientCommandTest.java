package acuse.client;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.testing.BothLanguages;
import acuse.common.text.Language;
import acuse.common.text.Texts;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.Help.Ansi;

class ClientCommandTest {
  @Test
  void bothLanguagesSayTheSame() {
    BothLanguages.assertSayTheSame(ClientCommand.class);
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void helpFitsAScreen(Language language) {
    Texts texts = Texts.of(ClientCommand.class, language);
    List<String> help =
        ClientCommand.commandLine(texts)
            .setResourceBundle(texts.bundle())
            .getUsageMessage(Ansi.OFF)
            .lines()
            .toList();
    assertThat(help).hasSizeLessThanOrEqualTo(32).allMatch(line -> line.length() <= 80);
    assertThat(help)
        .as("every option")
        .anyMatch(line -> line.contains("--protocol"))
        .anyMatch(line -> line.contains("--verbose"));
  }
}
