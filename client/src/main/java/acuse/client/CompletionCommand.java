package acuse.client;

import acuse.common.command.ExitCode;
import acuse.common.text.Texts;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code client completion}: prints what bash needs to complete the client's options. */
@Command(name = FirstWord.COMPLETION)
final class CompletionCommand implements Callable<Integer> {
  private final Texts texts;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true)
  boolean help;

  CompletionCommand(Texts texts) {
    this.texts = texts;
  }

  @Override
  public Integer call() {
    spec.commandLine()
        .getOut()
        .print(AutoComplete.bash(spec.root().name(), ClientCommand.commandLine(texts)));
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }
}
