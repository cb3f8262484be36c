package acuse.server.admin;

import acuse.common.text.Texts;
import acuse.common.transport.AddressFamily;
import acuse.common.transport.IoTransport;
import acuse.server.listen.ListenException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Answers HTTP requests on an address and an event loop of its own: whatever comes here, the event
 * loops of the two wires do not see it.
 *
 * <pre>
 * socket ─→ a read  ─→ line,   ─→ body ─→ a request ─→ {@link AdminHandler}
 *           at a time  headers            at a time
 *        ←──────────── encoder ←────────────────────────
 * </pre>
 */
public final class AdminPort implements AutoCloseable {
  static final int MAX_LINE_BYTES = 4096;
  static final int MAX_HEADER_BYTES = 8192;
  static final int MAX_BODY_BYTES = 64 * 1024;

  /** One read, of which a decoder makes some eighty requests at most. */
  private static final int READ_BYTES = 2048;

  /** With a FIN, all that waits in the socket is read at once. Linux doubles it. */
  private static final int SOCKET_BUFFER_BYTES = 16 * 1024;

  private final EventLoopGroup eventLoop;
  private Channel serverChannel;

  private AdminPort(EventLoopGroup eventLoop) {
    this.eventLoop = eventLoop;
  }

  /**
   * Opens the port; returns when it answers.
   *
   * @param transport what its event loop waits with
   * @throws ListenException if the address cannot be had
   */
  public static AdminPort open(AdminConfig config, IoTransport transport, AdminRoutes routes)
      throws ListenException {
    InetSocketAddress address = config.address();
    AdminPort port;
    try {
      port =
          new AdminPort(
              new MultiThreadIoEventLoopGroup(
                  1, new DefaultThreadFactory("acuse-admin", true), transport.ioHandlerFactory()));
    } catch (IllegalStateException e) {
      if (e.getCause() instanceof ChannelException) {
        throw ListenException.ofAdminPort(address, e.getCause());
      }
      throw e;
    }
    boolean opened = false;
    try {
      port.listen(config, transport, routes);
      opened = true;
      return port;
    } finally {
      if (!opened) {
        port.close();
      }
    }
  }

  /** With the real port. */
  public InetSocketAddress address() {
    return (InetSocketAddress) serverChannel.localAddress();
  }

  /** Runs {@code task} on this port's event loop. */
  public void execute(Runnable task) {
    eventLoop.execute(task);
  }

  /** Closes the port and its connections, at once. */
  @Override
  public void close() {
    eventLoop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }

  private void listen(AdminConfig config, IoTransport transport, AdminRoutes routes)
      throws ListenException {
    Texts texts = Texts.of(AdminPort.class, config.language());
    AdminConnections connections = new AdminConnections();
    RequestPace pace = new RequestPace(System.nanoTime());
    RequestCheck check =
        new RequestCheck(
            routes, new AdminAccess(config.token(), config.address().getPort()), texts);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(eventLoop)
            .channelFactory(transport.serverSockets(AddressFamily.of(config.address())))
            .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER_BYTES) // connections inherit it
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.ALLOCATOR, new UnpooledByteBufAllocator(true))
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(READ_BYTES).maxMessagesPerRead(1))
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel connection) {
                    addHandlers(connection, check, pace, connections);
                  }
                });
    ChannelFuture bound;
    try {
      bound = bootstrap.bind(config.address()).awaitUninterruptibly();
    } catch (ChannelException e) {
      throw ListenException.ofAdminPort(config.address(), e);
    }
    if (!bound.isSuccess()) {
      throw ListenException.ofAdminPort(config.address(), bound.cause());
    }
    serverChannel = bound.channel();
    serverChannel.pipeline().addLast(new AcceptFailures());
  }

  private static void addHandlers(
      Channel connection, RequestCheck check, RequestPace pace, AdminConnections connections) {
    HttpDecoderConfig limits =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(MAX_LINE_BYTES)
            .setMaxHeaderSize(MAX_HEADER_BYTES);
    connection
        .pipeline()
        .addLast("reads", new OneAtATime())
        .addLast("decoder", new HttpRequestDecoder(limits))
        .addLast("encoder", new HttpResponseEncoder())
        .addLast("body", new RequestAggregator(MAX_BODY_BYTES))
        .addLast("requests", new OneAtATime())
        .addLast("answers", new AdminHandler(check, pace, connections));
  }

  /** Behind Netty's own handler, which pauses accepting for a second after a failure. */
  private static final class AcceptFailures extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      // Descriptors have run out. The two wires report that, for it matters to them.
    }
  }
}
