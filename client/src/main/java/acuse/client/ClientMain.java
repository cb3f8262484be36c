package acuse.client;

import acuse.client.settings.ClientOptions;
import acuse.client.settings.ClientSettings;
import acuse.common.command.GivenText;
import acuse.common.command.PlainArguments;
import acuse.common.command.Program;
import acuse.common.command.ProgramName;
import acuse.common.command.UncaughtErrors;
import acuse.common.command.UsageException;
import acuse.common.stdio.StandardDescriptors;
import acuse.common.text.Texts;
import java.util.Map;

/**
 * Starts the {@code client} program.
 *
 * <pre>
 * arguments ─┬─ plain ─→ PlainArguments ─┬─→ ClientSettings ─→ ClientProgram ─→ exit status
 *            └─ others ─→ ClientCommand ─┘
 * </pre>
 *
 * <p>The first way halves the start: it loads no picocli. A command, as in {@code client bench},
 * takes a third one, {@link ClientCommands}.
 */
public final class ClientMain {
  private ClientMain() {}

  /** Runs the program and ends the JVM with its exit status. */
  public static void main(String[] decoded) {
    UncaughtErrors.endTheProgram(ProgramName.of(ProgramName.CLIENT));
    StandardDescriptors.reserve();
    System.exit(run(decoded));
  }

  /** Runs the program and returns its exit status. */
  public static int run(String[] decoded) {
    String[] arguments = GivenText.arguments(decoded);
    Map<String, String> environment = FirstWord.environment(arguments, GivenText.environment());
    Program program = new Program(environment);
    return run(
        arguments,
        environment,
        program,
        StandardStreams.ofTheSystem(program.err()),
        StopRequest.bySignal());
  }

  static int run(
      String[] arguments,
      Map<String, String> environment,
      Program program,
      StandardStreams streams,
      StopRequest stopRequest) {
    if (FirstWord.isCommand(arguments)) {
      return program.run(
          arguments,
          ClientMain.class,
          texts ->
              ClientCommands.commandLine(
                  texts, new MeasuringPrograms(streams, texts, stopRequest, arguments), arguments));
    }
    ClientSettings plain = plainSettings(arguments, environment);
    if (plain != null) {
      Texts texts = program.texts(arguments, ClientMain.class);
      return program.run(
          new ClientProgram(plain, streams, environment, texts), ClientProgram.NAME, texts);
    }
    return program.run(
        arguments,
        ClientMain.class,
        texts ->
            ClientCommand.commandLine(
                settings -> new ClientProgram(settings, streams, environment, texts).call()));
  }

  /**
   * The settings that picocli would make of {@code arguments}, without picocli.
   *
   * @return null if only picocli knows what to make of them
   */
  static ClientSettings plainSettings(String[] arguments, Map<String, String> environment) {
    if (FirstWord.isCommand(arguments)) {
      return null;
    }
    PlainArguments plain = PlainArguments.read(arguments, environment, ClientOptions.ALL);
    try {
      return plain == null ? null : ClientSettings.of(plain.values(), plain.words());
    } catch (UsageException e) {
      return null; // picocli says which options do not go together
    }
  }
}
