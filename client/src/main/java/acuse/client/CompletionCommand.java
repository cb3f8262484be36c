package acuse.client;

import acuse.common.command.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code client completion}: prints what bash needs to complete the client's options. */
@Command(name = FirstWord.COMPLETION)
final class CompletionCommand implements Callable<Integer> {
  private final CommandLine client;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true)
  boolean help;

  CompletionCommand(CommandLine client) {
    this.client = client;
  }

  @Override
  public Integer call() {
    client.getOut().print(AutoComplete.bash(client.getCommandName(), client));
    client.getOut().flush();
    return ExitCode.OK;
  }
}
