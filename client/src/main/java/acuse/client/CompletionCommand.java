package acuse.client;

import acuse.common.command.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code client completion}: prints what bash needs to complete the client's options. */
@Command(name = "completion")
final class CompletionCommand implements Callable<Integer> {
  private final CommandLine client;

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
