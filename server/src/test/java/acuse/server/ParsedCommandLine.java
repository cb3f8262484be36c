package acuse.server;

import acuse.common.command.ExitCode;
import acuse.common.command.Program;
import acuse.common.tls.PemException;
import acuse.server.config.ServerConfig;
import acuse.server.tls.ServerTls;
import acuse.server.tls.TlsConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings that the {@code server} program makes of a command line and an environment. No
 * socket is opened.
 *
 * @param status the exit status, 0 if it would serve
 * @param config null if the command line is wrong
 * @param said the lines on stderr
 */
record ParsedCommandLine(int status, ServerConfig config, List<String> said) {
  static ParsedCommandLine of(Map<String, String> environment, String... arguments) {
    StringWriter err = new StringWriter();
    ServerConfig[] config = new ServerConfig[1];
    int status =
        new Program(environment, new PrintWriter(err, true))
            .run(
                arguments,
                ServerCommand.class,
                texts ->
                    ServerCommand.commandLine(
                        texts,
                        settings -> {
                          readFiles(settings.config().tls());
                          config[0] = settings.config();
                          return ExitCode.OK;
                        }));
    return new ParsedCommandLine(status, config[0], err.toString().lines().toList());
  }

  /** A server that starts reads them before it opens a socket. */
  private static void readFiles(Optional<TlsConfig> tls) throws PemException {
    if (tls.isPresent()) {
      ServerTls.load(tls.get());
    }
  }
}
