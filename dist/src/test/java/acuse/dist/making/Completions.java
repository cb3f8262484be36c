package acuse.dist.making;

import acuse.client.ClientCommand;
import acuse.common.text.Language;
import acuse.common.text.Texts;
import acuse.dist.Completion;
import acuse.server.ServerCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * Writes what bash needs to complete the commands that are installed: files for {@code
 * /usr/share/bash-completion/completions}, which are sourced, so they do not begin with {@code #!}.
 */
public final class Completions {
  private Completions() {}

  /** Takes the folder to write to. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Files.createDirectories(folder);
    // The scripts have words of the command line in them, but no sentences.
    Texts server = Texts.of(ServerCommand.class, Language.EN);
    Texts client = Texts.of(ClientCommand.class, Language.EN);
    write(folder, "acuse", Completion.of("acuse", server));
    write(folder, "acuse-server", ServerCommand.commandLine(server));
    write(folder, "acuse-client", ClientCommand.commandLine(client));
  }

  private static void write(Path folder, String name, CommandLine command) throws IOException {
    write(folder, name, AutoComplete.bash(name, command));
  }

  private static void write(Path folder, String name, String script) throws IOException {
    Files.writeString(folder.resolve(name), script.replaceFirst("^#!.*\n", ""));
  }
}
