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
import picocli.CommandLine;

/**
 * What the {@code server} program makes of a command line and an environment, up to the moment when
 * it would open its sockets.
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
                texts -> {
                  CommandLine commandLine = ServerCommand.commandLine(texts);
                  ServerCommand command = commandLine.getCommand();
                  return commandLine.setExecutionStrategy(
                      parsed -> {
                        ServerConfig asked = command.config();
                        try {
                          readFiles(asked.tls());
                        } catch (PemException e) {
                          throw command.tls.unusable(e, texts);
                        }
                        config[0] = asked;
                        return ExitCode.OK;
                      });
                });
    return new ParsedCommandLine(status, config[0], err.toString().lines().toList());
  }

  /** A server that starts reads them before it opens a socket. */
  private static void readFiles(Optional<TlsConfig> tls) throws PemException {
    if (tls.isPresent()) {
      ServerTls.load(tls.get());
    }
  }
}
