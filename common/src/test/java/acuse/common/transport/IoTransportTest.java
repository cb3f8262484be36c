package acuse.common.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IoTransportTest {
  /** More than any socket takes at once. */
  private static final int REPLY_BYTES = 64 << 20;

  @ParameterizedTest
  @EnumSource(IoTransport.class)
  void aHalfClosedConnectionThatAwaitedNothingCanStillSend(IoTransport transport) throws Exception {
    assumeThat(transport.isAvailable()).isTrue();
    EventLoopGroup eventLoops = new MultiThreadIoEventLoopGroup(1, transport.ioHandlerFactory());
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      Channel listening =
          new ServerBootstrap()
              .group(eventLoops)
              .channelFactory(transport.serverSockets(AddressFamily.of(address)))
              .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
              .childHandler(new RepliesToFin())
              .bind(address)
              .sync()
              .channel();
      int port = ((InetSocketAddress) listening.localAddress()).getPort();
      try (Socket peer = new Socket(address.getAddress(), port)) {
        peer.setSoTimeout(20_000);
        peer.shutdownOutput();
        assertThat(peer.getInputStream().readAllBytes()).hasSize(REPLY_BYTES);
      }
    } finally {
      eventLoops.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
    }
  }

  private static final class RepliesToFin extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof ChannelInputShutdownEvent) {
        ctx.channel().config().setAutoRead(false);
        ctx.executor() // when all that this event still does has been done
            .execute(
                () ->
                    ctx.writeAndFlush(ctx.alloc().directBuffer(REPLY_BYTES).writeZero(REPLY_BYTES))
                        .addListener(ChannelFutureListener.CLOSE));
      }
    }
  }
}
