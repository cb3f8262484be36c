package acuse.dist;

import acuse.client.ClientCommand;
import acuse.common.command.ProgramName;
import acuse.common.text.Texts;
import acuse.server.ServerCommand;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The words that bash needs to complete the command of both programs. */
public final class Completion {
  static final String WORD = "completion";

  private Completion() {}

  /**
   * The script for a command that takes the program's name as its first word.
   *
   * @param command its name
   * @param texts for their language
   */
  public static String of(String command, Texts texts) {
    CommandLine both =
        new CommandLine(CommandSpec.create().name(command).mixinStandardHelpOptions(true));
    both.addSubcommand(
        ProgramName.SERVER,
        ServerCommand.commandLine(Texts.of(ServerCommand.class, texts.language())));
    both.addSubcommand(
        ProgramName.CLIENT,
        ClientCommand.commandLine(Texts.of(ClientCommand.class, texts.language())));
    both.addSubcommand(WORD, CommandSpec.create());
    return AutoComplete.bash(command, both);
  }
}
