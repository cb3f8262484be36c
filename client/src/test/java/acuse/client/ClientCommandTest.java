package acuse.client;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.testing.BothLanguages;
import acuse.common.text.Language;
import acuse.common.text.Texts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

class ClientCommandTest {
  @Test
  void bothLanguagesSayTheSame() {
    BothLanguages.assertSayTheSame(ClientCommand.class);
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void helpFitsAScreen(Language language) {
    Texts texts = Texts.of(ClientCommand.class, language);
    CommandLine commandLine = ClientCommand.commandLine(texts).setResourceBundle(texts.bundle());
    List<String> help = commandLine.getUsageMessage(Ansi.OFF).lines().toList();
    assertThat(help).hasSizeLessThanOrEqualTo(24).allMatch(line -> line.length() <= 80);
    for (OptionSpec option : commandLine.getCommandSpec().options()) {
      String name = option.longestName().replace("--tls-", "-"); // shortened in the line of --tls
      assertThat(help).anyMatch(line -> line.contains(name));
    }
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void helpOfEveryCommandFitsALineAndHasEveryOption(Language language) {
    Texts texts = Texts.of(ClientCommand.class, language);
    Map<String, CommandLine> commands = ClientCommand.commandLine(texts).getSubcommands();
    assertThat(commands).containsOnlyKeys("bench", "ping", "completion");
    for (CommandLine command :
        List.of(
            commands.get("bench"),
            commands.get("bench").getSubcommands().get("compare"),
            commands.get("ping"))) {
      List<String> help = command.getUsageMessage(Ansi.OFF).lines().toList();
      assertThat(help).allMatch(line -> line.length() <= 80).noneMatch(String::isBlank);
      assertThat(help.get(1)).contains(command.getCommandSpec().qualifiedName());
      for (OptionSpec option : command.getCommandSpec().options()) {
        String name = option.longestName().replace("--tls-", "-");
        assertThat(help).anyMatch(line -> line.contains(name));
      }
    }
  }
}
