package acuse.client;

import acuse.client.settings.CompareSettings;
import acuse.common.command.VersionProvider;
import acuse.common.text.Language;
import acuse.common.text.Texts;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code client bench compare} for picocli: it makes settings of the arguments. */
@Command(name = FirstWord.COMPARE, versionProvider = VersionProvider.class, sortOptions = false)
final class CompareCommand implements Callable<Integer> {
  private final Texts texts;
  private final ClientPrograms programs;

  @Parameters(paramLabel = "RESULT")
  private List<String> results = List.of();

  @Option(
      names = Conditions.OPTION,
      paramLabel = "CONDITION",
      split = Conditions.SEPARATOR,
      splitSynopsisLabel = Conditions.SEPARATOR)
  private List<String> failIf = List.of();

  @Option(names = "--lang", paramLabel = "es|en")
  Language language;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true)
  boolean help;

  private CompareCommand(Texts texts, ClientPrograms programs) {
    this.texts = texts;
    this.programs = programs;
  }

  static CommandLine commandLine(Texts texts, ClientPrograms programs) {
    CommandLine commandLine = new CommandLine(new CompareCommand(texts, programs));
    // The synopsis says what these would.
    commandLine.getHelpSectionMap().remove(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST);
    return commandLine;
  }

  @Override
  public Integer call() throws InterruptedException {
    return programs.compare(CompareSettings.of(results, Conditions.ofChanges(failIf, texts)));
  }
}
