package acuse.client;

import acuse.client.settings.BenchSettings;
import acuse.client.settings.CompareSettings;
import acuse.client.settings.PingSettings;
import acuse.common.command.ExitCode;
import acuse.common.command.ProgramName;
import acuse.common.text.Texts;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands of the client for picocli. One of them is run without the client's own options,
 * which may mean something else there and can come from the environment.
 */
final class ClientCommands {
  /** For command lines that are only looked at. */
  private static final ClientPrograms NONE =
      new ClientPrograms() {
        @Override
        public int bench(BenchSettings settings) {
          return ExitCode.OK;
        }

        @Override
        public int compare(CompareSettings settings) {
          return ExitCode.OK;
        }

        @Override
        public int ping(PingSettings settings) {
          return ExitCode.OK;
        }
      };

  private ClientCommands() {}

  /** The command that {@code arguments} begin with, run by {@code programs}. */
  static CommandLine commandLine(Texts texts, ClientPrograms programs, String... arguments) {
    CommandLine client = new CommandLine(CommandSpec.create().name(ProgramName.CLIENT));
    switch (arguments[0]) {
      case FirstWord.BENCH -> client.addSubcommand(bench(texts, programs, arguments));
      case FirstWord.PING -> client.addSubcommand(PingCommand.commandLine(programs));
      default -> client.addSubcommand(new CompletionCommand(texts));
    }
    return client;
  }

  /** Adds all commands to {@code client}, so that it can be looked at. */
  static CommandLine addTo(CommandLine client, Texts texts) {
    return client
        .addSubcommand(
            BenchCommand.commandLine(texts, NONE)
                .addSubcommand(CompareCommand.commandLine(texts, NONE)))
        .addSubcommand(PingCommand.commandLine(NONE))
        .addSubcommand(new CompletionCommand(texts));
  }

  private static CommandLine bench(Texts texts, ClientPrograms programs, String... arguments) {
    return FirstWord.isComparison(arguments)
        ? new CommandLine(CommandSpec.create().name(FirstWord.BENCH))
            .addSubcommand(CompareCommand.commandLine(texts, programs))
        : BenchCommand.commandLine(texts, programs);
  }
}
