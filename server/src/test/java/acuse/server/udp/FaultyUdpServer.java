package acuse.server.udp;

import acuse.common.protocol.Protocol;
import acuse.common.protocol.ReplyTemplate;
import acuse.server.config.ServerConfig;
import acuse.server.config.ServerConfigBuilder;
import acuse.server.guard.BufferBudget;
import acuse.server.guard.LimitCounters;
import acuse.server.impair.HeldMessages;
import acuse.server.listen.Shared;
import acuse.server.metrics.ServerCounters;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.SessionIds;
import acuse.server.story.Stories;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Listens on UDP, with faults that a test has written down. A reply is its message in brackets. */
final class FaultyUdpServer implements AutoCloseable {
  private final EventLoopGroup eventLoops;
  private final UdpListener listener;
  private final BufferBudget budget = new BufferBudget();
  private final HeldMessages heldMessages = new HeldMessages();

  private FaultyUdpServer(
      Supplier<DatagramFaults> faults, UnaryOperator<ServerConfigBuilder> changes)
      throws Exception {
    ServerConfig config =
        changes
            .apply(
                ServerConfig.builder()
                    .only(Protocol.UDP)
                    .udpPort(0)
                    .threads(2)
                    .reply(ReplyTemplate.parse("[{message}]")))
            .build();
    eventLoops = new MultiThreadIoEventLoopGroup(2, config.transport().ioHandlerFactory());
    listener =
        UdpListener.listen(
            config,
            eventLoops,
            new Shared(
                budget,
                new LimitCounters(),
                new ServerCounters(),
                new SessionIds(),
                ServerObserver.NONE,
                new Stories(ServerObserver.NONE, false),
                Optional.empty(),
                Optional.empty(),
                Map.of()),
            Optional.of(session -> faults.get()),
            heldMessages,
            ForwardLimits.DEFAULTS);
  }

  static FaultyUdpServer start(
      Supplier<DatagramFaults> faults, UnaryOperator<ServerConfigBuilder> changes)
      throws Exception {
    return new FaultyUdpServer(faults, changes);
  }

  InetSocketAddress address() {
    return listener.address();
  }

  /** Ends as a server does that waits for everything. */
  void drain() throws InterruptedException {
    for (Future<Void> closed : listener.drain()) {
      closed.await();
    }
  }

  @Override
  public void close() {
    listener.close();
    eventLoops.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    if (budget.heldBytes() != 0 || heldMessages.held() != 0) {
      throw new AssertionError(
          "left bytes=" + budget.heldBytes() + " messages=" + heldMessages.held());
    }
  }
}
