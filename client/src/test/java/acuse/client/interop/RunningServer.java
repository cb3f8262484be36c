package acuse.client.interop;

import acuse.server.AcuseServer;
import acuse.server.config.ServerConfig;
import acuse.server.config.ServerConfigBuilder;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The server that a test talks to: up before it, on free ports, and gone after it. */
final class RunningServer implements BeforeEachCallback, AfterEachCallback {
  private final ServerConfig config;
  private AcuseServer server;

  private RunningServer(ServerConfig config) {
    this.config = config;
  }

  /** As it comes. */
  static RunningServer unconfigured() {
    return with(ServerConfig.builder());
  }

  /** As it is configured, but for the ports. */
  static RunningServer with(ServerConfigBuilder config) {
    return new RunningServer(config.tcpPort(0).udpPort(0).build());
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    server = AcuseServer.start(config);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    server.close();
  }

  /** As an argument of a program. */
  String tcpPort() {
    return String.valueOf(server.tcpAddress().getPort());
  }

  /** As an argument of a program. */
  String udpPort() {
    return String.valueOf(server.udpAddress().getPort());
  }
}
