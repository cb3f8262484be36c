package acuse.client;

import acuse.client.settings.BenchOptions;
import acuse.client.settings.BenchSettings;
import acuse.common.command.OptionGroups;
import acuse.common.command.PicocliOptions;
import acuse.common.command.VersionProvider;
import acuse.common.text.Texts;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code client bench} for picocli: it makes settings of the arguments. */
@Command(name = FirstWord.BENCH, versionProvider = VersionProvider.class, sortOptions = false)
final class BenchCommand implements Callable<Integer> {
  private final Texts texts;
  private final ClientPrograms programs;

  @Spec private CommandSpec spec;

  @Option(
      names = Conditions.OPTION,
      paramLabel = "CONDITION",
      split = Conditions.SEPARATOR,
      splitSynopsisLabel = Conditions.SEPARATOR)
  private List<String> failIf = List.of();

  private BenchCommand(Texts texts, ClientPrograms programs) {
    this.texts = texts;
    this.programs = programs;
  }

  static CommandLine commandLine(Texts texts, ClientPrograms programs) {
    CommandLine commandLine = new CommandLine(new BenchCommand(texts, programs));
    PicocliOptions.add(commandLine.getCommandSpec(), BenchOptions.ALL);
    return new OptionGroups()
        .group("group.bench.peer", PicocliOptions.names(BenchOptions.PEER))
        .group("group.bench.load", PicocliOptions.names(BenchOptions.LOAD))
        .group(
            "group.bench.result",
            PicocliOptions.names(BenchOptions.RESULT, Conditions.OPTION, "--help"))
        .applyTo(commandLine);
  }

  @Override
  public Integer call() throws InterruptedException {
    return programs.bench(
        BenchSettings.of(
            PeerPortOptions.values(spec, BenchOptions.ALL), Conditions.of(failIf, texts)));
  }
}
