package acuse.server.tcp;

import acuse.common.protocol.Protocol;
import acuse.server.config.ServerConfig;
import acuse.server.host.ListenException;
import acuse.server.reply.Acknowledgement;
import acuse.server.session.SessionObserver;
import acuse.server.transport.AddressFamily;
import acuse.server.transport.SharedReceiveBuffer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;

/** Accepts TCP connections and gives each its {@link TcpSession}. */
public final class TcpListener {
  /** Linux cuts it down to net.core.somaxconn. */
  private static final int BACKLOG = 4096;

  /**
   * One read takes what a peer without framing sends at once, whole, if it is no more than this.
   */
  private static final int RECEIVE_BUFFER_BYTES = 64 * 1024;

  private final Channel serverChannel;
  private final ChannelGroup sessions;

  private TcpListener(Channel serverChannel, ChannelGroup sessions) {
    this.serverChannel = serverChannel;
    this.sessions = sessions;
  }

  /**
   * Listens; returns when connections are being accepted.
   *
   * @throws ListenException if the address cannot be had
   */
  public static TcpListener listen(
      ServerConfig config, EventLoopGroup eventLoops, SessionObserver observer)
      throws ListenException {
    Acknowledgement acknowledgement = Acknowledgement.of(config, Protocol.TCP);
    ChannelGroup sessions = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    InetSocketAddress address = config.address(Protocol.TCP);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(eventLoops)
            .channelFactory(config.transport().serverSockets(AddressFamily.of(address)))
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR, new SharedReceiveBuffer(RECEIVE_BUFFER_BYTES))
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel connection) {
                    sessions.add(connection);
                    connection
                        .pipeline()
                        .addLast(new TcpSession(config, acknowledgement, observer));
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw ListenException.of(Protocol.TCP, address, bound.cause());
    }
    // Behind Netty's own handler, which pauses accepting for a second after a failure.
    bound.channel().pipeline().addLast(new AcceptFailureHandler(observer));
    return new TcpListener(bound.channel(), sessions);
  }

  /** With the real port. */
  public InetSocketAddress address() {
    return (InetSocketAddress) serverChannel.localAddress();
  }

  /**
   * Stops accepting, answers what has arrived, and ends every session.
   *
   * @return is done when the last connection is closed
   */
  public Future<?> drain() {
    serverChannel.close().awaitUninterruptibly();
    Future<?> allClosed = sessions.newCloseFuture();
    sessions.forEach(session -> session.pipeline().fireUserEventTriggered(DrainRequest.INSTANCE));
    return allClosed;
  }

  /** Closes what is still open, without another word. */
  public void close() {
    serverChannel.close().awaitUninterruptibly();
    sessions.close().awaitUninterruptibly();
  }

  private static final class AcceptFailureHandler extends ChannelInboundHandlerAdapter {
    private final SessionObserver observer;

    AcceptFailureHandler(SessionObserver observer) {
      this.observer = observer;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      observer.acceptFailed(cause.getMessage());
    }
  }
}
