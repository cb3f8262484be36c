package acuse.server.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import acuse.common.transport.IoTransport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KernelInfoTest {
  private static final Set<IoTransport> TELLING = Set.of(IoTransport.EPOLL, IoTransport.IO_URING);

  /** What the kernel says while a connection is open, and once it is closed. */
  private static final class Asking extends ChannelInboundHandlerAdapter {
    final CompletableFuture<Optional<KernelInfo>> open = new CompletableFuture<>();
    final CompletableFuture<Optional<KernelInfo>> closed = new CompletableFuture<>();

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      open.complete(KernelInfo.of(ctx.channel()));
      ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      closed.complete(KernelInfo.of(ctx.channel()));
    }
  }

  @ParameterizedTest
  @EnumSource(IoTransport.class)
  void epollAndIoUringTellWhileTheConnectionIsOpen(IoTransport transport) throws Exception {
    assumeThat(transport.isAvailable()).isTrue();
    EventLoopGroup eventLoops = new MultiThreadIoEventLoopGroup(1, transport.ioHandlerFactory());
    Asking asking = new Asking();
    try {
      Channel listening =
          new ServerBootstrap()
              .group(eventLoops)
              .channelFactory(transport.serverSockets(SocketProtocolFamily.INET))
              .childHandler(asking)
              .bind(InetAddress.getByName("127.0.0.1"), 0)
              .sync()
              .channel();
      InetSocketAddress address = (InetSocketAddress) listening.localAddress();
      try (Socket peer = new Socket(address.getAddress(), address.getPort())) {
        Optional<KernelInfo> open = asking.open.get(20, TimeUnit.SECONDS);
        assertThat(open.isPresent()).isEqualTo(TELLING.contains(transport.resolve()));
        open.ifPresent(
            info -> {
              assertThat(info.mss()).isPositive();
              assertThat(info.pmtu()).isPositive();
              assertThat(info.cwnd()).isPositive();
              assertThat(info.retransmits()).isNotNegative();
            });
        assertThat(asking.closed.get(20, TimeUnit.SECONDS)).isEmpty();
        assertThat(peer.getInputStream().read()).isEqualTo(-1);
      }
    } finally {
      eventLoops.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).sync();
    }
  }
}
