package acuse.client;

import acuse.client.settings.PingOptions;
import acuse.client.settings.PingSettings;
import acuse.common.command.OptionGroups;
import acuse.common.command.PicocliOptions;
import acuse.common.command.VersionProvider;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code client ping} for picocli: it makes settings of the arguments. */
@Command(name = FirstWord.PING, versionProvider = VersionProvider.class, sortOptions = false)
final class PingCommand implements Callable<Integer> {
  private final ClientPrograms programs;

  @Spec private CommandSpec spec;

  private PingCommand(ClientPrograms programs) {
    this.programs = programs;
  }

  static CommandLine commandLine(ClientPrograms programs) {
    CommandLine commandLine = new CommandLine(new PingCommand(programs));
    PicocliOptions.add(commandLine.getCommandSpec(), PingOptions.ALL);
    return new OptionGroups()
        .group("group.bench.peer", PicocliOptions.names(PingOptions.PEER))
        .group("group.ping", PicocliOptions.names(PingOptions.PROBES, "--help"))
        .applyTo(commandLine);
  }

  @Override
  public Integer call() throws InterruptedException {
    return programs.ping(PingSettings.of(PeerPortOptions.values(spec, PingOptions.ALL)));
  }
}
