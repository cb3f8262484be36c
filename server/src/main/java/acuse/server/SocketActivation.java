package acuse.server;

import acuse.common.command.EnvironmentDefaults;
import acuse.common.command.UsageException;
import acuse.common.protocol.Protocol;
import acuse.common.transport.IoTransport;
import acuse.server.config.ServerConfig;
import acuse.server.config.ServerConfigBuilder;
import acuse.server.listen.InheritedSocket;
import acuse.server.systemd.InheritedSockets;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Makes a server listen on the sockets that its process was started with, if there are any. */
final class SocketActivation {
  private SocketActivation() {}

  /**
   * Passes the sockets on to {@code config}, which is complete but for them.
   *
   * @throws UsageException if they cannot be used, or if an option says where to listen too
   */
  static void configure(ServerConfigBuilder config, CommandLine commandLine) {
    Map<Protocol, InheritedSocket> sockets =
        InheritedSockets.of(System.getenv(), ProcessHandle.current().pid());
    if (sockets.isEmpty()) {
      return;
    }
    for (String option : List.of("--tcp-port", "--udp-port")) {
      if (isGiven(option, commandLine)) {
        throw new UsageException("inherited.port", option);
      }
    }
    ServerConfig withoutThem = config.build();
    if (isGiven("--only", commandLine) && !withoutThem.protocols().equals(sockets.keySet())) {
      throw new UsageException("inherited.only");
    }
    if (withoutThem.transport().resolve() != IoTransport.EPOLL) {
      throw new UsageException("inherited.noEpoll");
    }
    config.inherited(sockets);
  }

  /** Whether it stands on the command line, in a file, or in the environment. */
  private static boolean isGiven(String option, CommandLine commandLine) {
    return commandLine.getParseResult().hasMatchedOption(option)
        || (commandLine.getDefaultValueProvider() instanceof EnvironmentDefaults environment
            && environment.isGiven(commandLine.getCommandSpec().findOption(option)));
  }
}
