package acuse.server.tcp;

import acuse.server.config.ServerConfig;
import acuse.server.config.ServerConfigBuilder;
import acuse.server.guard.BufferBudget;
import acuse.server.guard.LimitCounters;
import acuse.server.listen.Shared;
import acuse.server.metrics.ServerCounters;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.SessionIds;
import acuse.server.tls.ServerTls;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Listens on TCP, with faults that a test has written down. A reply is its message in brackets. */
final class FaultyServer implements AutoCloseable {
  private final EventLoopGroup eventLoops;
  private final TcpListener listener;
  private final BufferBudget budget = new BufferBudget();

  private FaultyServer(
      Supplier<SessionFaults> faults,
      UnaryOperator<ServerConfigBuilder> changes,
      ServerObserver observer)
      throws Exception {
    ServerConfig config = changes.apply(ServerConfig.builder().tcpPort(0).threads(1)).build();
    Optional<ServerTls> tls =
        config.tls().isPresent()
            ? Optional.of(ServerTls.load(config.tls().get()))
            : Optional.empty();
    eventLoops = new MultiThreadIoEventLoopGroup(1, config.transport().ioHandlerFactory());
    listener =
        TcpListener.listen(
            config,
            tls,
            eventLoops,
            new Shared(
                budget,
                new LimitCounters(),
                new ServerCounters(),
                new SessionIds(),
                observer,
                Optional.empty()),
            Optional.of(session -> faults.get()));
  }

  static FaultyServer start(
      Supplier<SessionFaults> faults,
      UnaryOperator<ServerConfigBuilder> changes,
      ServerObserver observer)
      throws Exception {
    return new FaultyServer(faults, changes, observer);
  }

  InetSocketAddress address() {
    return listener.address();
  }

  /** Ends as a server does that waits for everything. */
  void drain() throws InterruptedException {
    listener.drain().await();
  }

  @Override
  public void close() {
    listener.close();
    eventLoops.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    if (budget.heldBytes() != 0) {
      throw new AssertionError("left bytes=" + budget.heldBytes());
    }
  }
}
