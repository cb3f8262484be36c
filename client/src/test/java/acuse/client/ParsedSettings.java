package acuse.client;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.client.settings.ClientSettings;
import acuse.common.command.ExitCode;
import acuse.common.command.Program;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

/**
 * A command line as picocli reads it, without running it.
 *
 * @param status the exit status
 * @param settings null if there are none
 * @param err the complaints
 */
record ParsedSettings(int status, ClientSettings settings, String err) {
  static ParsedSettings of(List<String> arguments, Map<String, String> environment) {
    StringWriter err = new StringWriter();
    ClientSettings[] settings = new ClientSettings[1];
    String[] array = arguments.toArray(new String[0]);
    int status =
        new Program(environment, new PrintWriter(err, true))
            .run(
                array,
                ClientMain.class,
                texts ->
                    ClientCommand.commandLine(
                        parsed -> {
                          settings[0] = parsed;
                          return ExitCode.OK;
                        }));
    return new ParsedSettings(status, settings[0], err.toString());
  }

  /** The settings of a command line that is right. */
  static ClientSettings expected(List<String> arguments, Map<String, String> environment) {
    ParsedSettings parsed = of(arguments, environment);
    assertThat(parsed.err()).as("%s", arguments).isEmpty();
    assertThat(parsed.settings()).as("%s", arguments).isNotNull();
    return parsed.settings();
  }
}
