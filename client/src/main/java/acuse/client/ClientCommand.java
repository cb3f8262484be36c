package acuse.client;

import acuse.client.settings.ClientOptions;
import acuse.client.settings.ClientSettings;
import acuse.common.command.OptionGroups;
import acuse.common.command.PicocliOptions;
import acuse.common.command.ProgramName;
import acuse.common.command.VersionProvider;
import acuse.common.text.Texts;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The {@code client} program's command line for picocli: it makes settings of the arguments. */
@Command(name = ProgramName.CLIENT, versionProvider = VersionProvider.class, sortOptions = false)
public final class ClientCommand implements Callable<Integer> {
  /** Runs the settings of a command line. */
  interface Runner {
    /** Returns the exit status. */
    int run(ClientSettings settings) throws InterruptedException;
  }

  private final Runner runner;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MESSAGE")
  private List<String> messages = List.of();

  private ClientCommand(Runner runner) {
    this.runner = runner;
  }

  /** The program's command line with all its commands, to be looked at; it runs nothing. */
  public static CommandLine commandLine(Texts texts) {
    return ClientCommands.addTo(commandLine(settings -> 0), texts)
        .setResourceBundle(texts.bundle());
  }

  /** The command line of messages, without commands, run by {@code runner}. */
  static CommandLine commandLine(Runner runner) {
    CommandLine commandLine = new CommandLine(new ClientCommand(runner));
    PicocliOptions.add(commandLine.getCommandSpec(), ClientOptions.ALL);
    PicocliOptions.addVersion(commandLine.getCommandSpec());
    new OptionGroups()
        .group("group.peer", PicocliOptions.names(ClientOptions.PEER))
        .group("group.output", PicocliOptions.names(ClientOptions.OUTPUT, "--help", "--version"))
        .applyTo(commandLine);
    // The synopsis says what these would, in a line of the screen instead of four.
    commandLine.getHelpSectionMap().remove(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST);
    commandLine.getHelpSectionMap().remove(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING);
    commandLine.getHelpSectionMap().remove(UsageMessageSpec.SECTION_KEY_COMMAND_LIST);
    return commandLine;
  }

  @Override
  public Integer call() throws InterruptedException {
    return runner.run(ClientSettings.of(PicocliOptions.values(spec, ClientOptions.ALL), messages));
  }
}
