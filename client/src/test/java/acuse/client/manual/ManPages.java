package acuse.client.manual;

import acuse.client.ClientCommand;
import acuse.common.command.ProgramName;
import acuse.common.command.RenamedTexts;
import acuse.common.text.Language;
import acuse.common.text.Texts;
import acuse.server.ServerCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/**
 * Writes the manual pages of both programs in both languages, in AsciiDoc, from what {@code --help}
 * knows; the build turns them into pages for man(1). It lives with the tests because a program does
 * not need it, and in the client because the server is at hand here.
 */
public final class ManPages {
  private ManPages() {}

  /**
   * Takes the folder to write to, {@code es/man1/client.adoc} and so on; and perhaps what the names
   * of the programs begin with where they are installed.
   */
  public static void main(String[] arguments) throws IOException {
    for (Language language : Language.values()) {
      Path folder = Path.of(arguments[0], language.code(), "man1");
      Files.createDirectories(folder);
      String prefix = arguments.length > 1 ? arguments[1] : "";
      for (CommandLine program : programs(language, prefix)) {
        write(program, folder);
      }
    }
  }

  /** A page for the command, and one for each command within it. */
  private static void write(CommandLine command, Path folder) throws IOException {
    Path page = folder.resolve(command.getCommandSpec().qualifiedName("-") + ".adoc");
    StringWriter generated = new StringWriter();
    ManPageGenerator.writeSingleManPage(new PrintWriter(generated), command.getCommandSpec());
    Files.writeString(page, flowing(generated.toString()));
    for (CommandLine within : command.getSubcommands().values()) {
      write(within, folder);
    }
  }

  /**
   * The same page, in which the explanation of an option is one paragraph, and two colons in it do
   * not begin a term.
   *
   * <pre>
   * *--host*=_HOST_::                         *--host*=_HOST_::
   *   Address to listen on; 0.0.0.0     ─→      Address to listen on; 0.0.0.0
   * +                                           and {two-colons} are all of them.
   * and :: are all of them.
   * </pre>
   */
  static String flowing(String asciiDoc) {
    return asciiDoc.replace("\n+\n", "\n  ").replaceAll("(?m)^(  .*) :: ", "$1 {two-colons} ");
  }

  private static List<CommandLine> programs(Language language, String prefix) {
    Texts client = Texts.of(ClientCommand.class, language);
    Texts server = Texts.of(ServerCommand.class, language);
    return List.of(
        named(prefix + ProgramName.CLIENT, ClientCommand.commandLine(client), client),
        named(prefix + ProgramName.SERVER, ServerCommand.commandLine(server), server));
  }

  private static CommandLine named(String name, CommandLine program, Texts texts) {
    RenamedTexts.rename(program, name, texts.bundle());
    return program;
  }
}
