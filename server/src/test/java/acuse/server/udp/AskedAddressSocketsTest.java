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
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AskedAddressSocketsTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** Nobody else uses this address, so nobody takes a port of it that is free for a moment. */
  private static final String LONELY = "127.83.112.9";

  private final EventLoopGroup eventLoops =
      new MultiThreadIoEventLoopGroup(1, IoTransport.AUTO.ioHandlerFactory());
  private final UdpWorker worker = worker();
  private final AskedAddressSockets sockets = new AskedAddressSockets(List.of(worker), Map.of());

  @AfterEach
  void close() {
    worker.close();
    eventLoops.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /** As when descriptors have run out; here another program has the port. */
  @Test
  void whatCouldNotBeOpenedIsTriedAgainAndNotWithEachDatagram() throws Exception {
    InetSocketAddress asked;
    Future<Channel> failed;
    try (DatagramSocket holder = new DatagramSocket(new InetSocketAddress(LONELY, 0))) {
      asked = (InetSocketAddress) holder.getLocalSocketAddress();
      failed = sockets.of(worker, asked, 0);
      assertThat(failed.awaitUninterruptibly().isSuccess()).isFalse();
    }
    assertThat(sockets.of(worker, asked, SECOND - 1)).isSameAs(failed);
    Future<Channel> opened = sockets.of(worker, asked, SECOND);
    assertThat(opened.awaitUninterruptibly().isSuccess()).isTrue();
    assertThat(sockets.of(worker, asked, 5 * SECOND)).isSameAs(opened);
  }

  private UdpWorker worker() {
    ServerConfig config = ServerConfig.builder().only(Protocol.UDP).build();
    return new UdpWorker(
        config,
        (EventLoop) eventLoops.iterator().next(),
        new UdpGuard(config, new LimitCounters()),
        new Responder.Factory(config, Protocol.UDP, ServerObserver.NONE),
        new ServerCounters().newTraffic(Protocol.UDP),
        Optional.empty(),
        new HeldDatagrams(new BufferBudget()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
