package acuse.server.testing;

import acuse.server.AcuseServer;
import acuse.server.config.ServerConfig;
import acuse.server.config.ServerConfigBuilder;
import acuse.server.observe.ServerObserver;
import java.util.function.UnaryOperator;

/** Starts servers for tests: on loopback, on free ports. */
public final class TestServer {
  private TestServer() {}

  public static AcuseServer start() throws Exception {
    return start(config -> config);
  }

  public static AcuseServer start(UnaryOperator<ServerConfigBuilder> changes) throws Exception {
    return start(changes, ServerObserver.NONE);
  }

  /** A server with the defaults but for {@code changes}, watched by {@code observer}. */
  public static AcuseServer start(
      UnaryOperator<ServerConfigBuilder> changes, ServerObserver observer) throws Exception {
    ServerConfigBuilder config = ServerConfig.builder().tcpPort(0).udpPort(0);
    return AcuseServer.start(changes.apply(config).build(), observer);
  }
}
