package acuse.client;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.client.settings.BenchSettings;
import acuse.client.settings.CompareSettings;
import acuse.client.settings.PingSettings;
import acuse.common.command.ExitCode;
import acuse.common.command.Program;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A command of the client as picocli reads it, without running it.
 *
 * @param status the exit status
 * @param settings null if there are none
 * @param err the complaints
 */
record ParsedCommand(int status, Record settings, String err) {
  /** In English, unless the arguments or the environment say otherwise. */
  static ParsedCommand of(Map<String, String> environment, String... arguments) {
    StringWriter err = new StringWriter();
    Record[] settings = new Record[1];
    Map<String, String> english = new HashMap<>(Map.of("ACUSE_LANG", "en"));
    english.putAll(environment);
    int status =
        new Program(FirstWord.environment(arguments, english), new PrintWriter(err, true))
            .run(
                arguments,
                ClientMain.class,
                texts ->
                    ClientCommands.commandLine(
                        texts,
                        new ClientPrograms() {
                          @Override
                          public int bench(BenchSettings parsed) {
                            settings[0] = parsed;
                            return ExitCode.OK;
                          }

                          @Override
                          public int compare(CompareSettings parsed) {
                            settings[0] = parsed;
                            return ExitCode.OK;
                          }

                          @Override
                          public int ping(PingSettings parsed) {
                            settings[0] = parsed;
                            return ExitCode.OK;
                          }
                        },
                        arguments));
    return new ParsedCommand(status, settings[0], err.toString());
  }

  static BenchSettings bench(Map<String, String> environment, String... arguments) {
    return (BenchSettings) right(environment, "bench", arguments);
  }

  static PingSettings ping(Map<String, String> environment, String... arguments) {
    return (PingSettings) right(environment, "ping", arguments);
  }

  private static Record right(Map<String, String> environment, String command, String[] words) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(Arrays.asList(words));
    ParsedCommand parsed = of(environment, arguments.toArray(new String[0]));
    assertThat(parsed.err()).as("%s", arguments).isEmpty();
    assertThat(parsed.status()).isZero();
    return parsed.settings();
  }
}
