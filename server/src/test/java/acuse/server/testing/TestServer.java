package acuse.server.testing;

import acuse.server.AcuseServer;
import acuse.server.config.ServerConfig;
import acuse.server.config.ServerConfigBuilder;
import acuse.server.guard.GuardObserver;
import acuse.server.session.SessionObserver;
import java.util.function.UnaryOperator;

/** Starts servers for tests: on loopback, on free ports. */
public final class TestServer {
  private TestServer() {}

  public static AcuseServer start() throws Exception {
    return start(config -> config);
  }

  public static AcuseServer start(UnaryOperator<ServerConfigBuilder> changes) throws Exception {
    return start(changes, SessionObserver.NONE);
  }

  /** A server with the defaults but for {@code changes}, watched by {@code observer}. */
  public static AcuseServer start(
      UnaryOperator<ServerConfigBuilder> changes, SessionObserver observer) throws Exception {
    return start(changes, observer, GuardObserver.NONE);
  }

  /** The same, with its limits watched by {@code guardObserver}. */
  public static AcuseServer start(
      UnaryOperator<ServerConfigBuilder> changes,
      SessionObserver observer,
      GuardObserver guardObserver)
      throws Exception {
    ServerConfigBuilder config = ServerConfig.builder().tcpPort(0).udpPort(0);
    return AcuseServer.start(changes.apply(config).build(), observer, guardObserver);
  }
}
