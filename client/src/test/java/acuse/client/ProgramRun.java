package acuse.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import acuse.common.command.Program;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/**
 * A run of the whole client in this process, in English.
 *
 * @param status the exit status
 * @param out the bytes of stdout
 * @param err the lines for people
 */
record ProgramRun(int status, String out, String err) {
  /** Sends the lines of {@code input}, unless there are messages among the arguments. */
  static ProgramRun of(String input, String... arguments) {
    return of(new ByteArrayInputStream(input.getBytes(UTF_8)), arguments);
  }

  static ProgramRun of(InputStream in, String... arguments) {
    return of(in, stop -> {}, arguments);
  }

  /** Ends early when {@code stopRequest} says so. */
  static ProgramRun of(InputStream in, StopRequest stopRequest, String... arguments) {
    Map<String, String> environment = Map.of("ACUSE_LANG", "en");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    PrintWriter lines = new PrintWriter(err, true);
    int status =
        ClientMain.run(
            arguments,
            environment,
            new Program(environment, lines),
            new StandardStreams(in, out, lines, false, false),
            stopRequest);
    return new ProgramRun(status, out.toString(UTF_8), err.toString());
  }
}
