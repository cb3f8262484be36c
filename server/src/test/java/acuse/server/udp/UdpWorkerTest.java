package acuse.server.udp;

import static org.assertj.core.api.Assertions.assertThat;

import acuse.common.protocol.Protocol;
import acuse.common.transport.IoTransport;
import acuse.server.config.ServerConfig;
import acuse.server.guard.BufferBudget;
import acuse.server.guard.LimitCounters;
import acuse.server.metrics.ServerCounters;
import acuse.server.observe.ServerObserver;
import acuse.server.reply.Responder;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UdpWorkerTest {
  private static final int HELD_BYTES = 100;

  /**
   * Later than the worker's first looks, by the same clock: timers of one loop keep their order.
   */
  private static final int LATER_MILLIS = 100;

  private final EventLoopGroup eventLoops =
      new MultiThreadIoEventLoopGroup(1, IoTransport.AUTO.ioHandlerFactory());
  private final EventLoop eventLoop = (EventLoop) eventLoops.iterator().next();
  private final BufferBudget budget = new BufferBudget();
  private final HeldDatagrams held = new HeldDatagrams(budget);
  private final UdpWorker worker = worker();

  UdpWorkerTest() {
    budget.setMaxBytes(HELD_BYTES);
  }

  @AfterEach
  void close() {
    worker.close();
    eventLoops.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  void aStopWaitsForDatagramsThatStagesHoldBack() throws Exception {
    Channel socket =
        worker
            .open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Map.of())
            .sync()
            .channel();
    eventLoop.submit(() -> held.hold(HELD_BYTES)).sync();
    Future<Void> closed = worker.drain();
    Callable<Boolean> wasOpen =
        () -> {
          boolean open = socket.isOpen();
          held.release(HELD_BYTES);
          return open;
        };
    assertThat(eventLoop.schedule(wasOpen, LATER_MILLIS, TimeUnit.MILLISECONDS).get())
        .as("while a datagram was held")
        .isTrue();
    closed.sync();
    assertThat(socket.isOpen()).isFalse();
  }

  private UdpWorker worker() {
    ServerConfig config = ServerConfig.builder().only(Protocol.UDP).build();
    return new UdpWorker(
        config,
        eventLoop,
        new UdpGuard(config, new LimitCounters()),
        new Responder.Factory(config, Protocol.UDP, ServerObserver.NONE),
        new ServerCounters().newTraffic(Protocol.UDP),
        Optional.empty(),
        held,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
