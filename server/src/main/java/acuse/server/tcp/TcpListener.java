package acuse.server.tcp;

import acuse.common.protocol.Protocol;
import acuse.server.config.ServerConfig;
import acuse.server.guard.BufferBudget;
import acuse.server.guard.ConnectionGate;
import acuse.server.guard.GuardObserver;
import acuse.server.guard.Limit;
import acuse.server.guard.LimitCounters;
import acuse.server.host.ListenException;
import acuse.server.reply.Acknowledgement;
import acuse.server.session.SessionObserver;
import acuse.server.tls.TlsHandler;
import acuse.server.transport.AddressFamily;
import acuse.server.transport.ReusedBuffer;
import acuse.server.transport.SharedReceiveBuffer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Accepts TCP connections and gives each its {@link TcpSession}. */
public final class TcpListener {
  /** Linux cuts it down to net.core.somaxconn. */
  private static final int BACKLOG = 4096;

  /**
   * One read takes what a peer without framing sends at once, whole, if it is no more than this.
   */
  private static final int RECEIVE_BUFFER_BYTES = 64 * 1024;

  /** Room for a batch of replies, and for a last one that goes over it. */
  private static final int REPLY_BUFFER_BYTES = 2 * TcpSession.REPLY_BATCH_BYTES;

  /**
   * What the system keeps of the replies that a peer has not taken; it would let that grow to
   * megabytes. It tells us that there is room only when a third is free (Linux), so this is also
   * what shows soon enough that a slow peer does take its replies. Linux doubles it, and cuts it to
   * net.core.wmem_max first.
   */
  private static final int SEND_BUFFER_BYTES = 128 * 1024;

  /** When the server stops: without a new connection for this long, none waits to be accepted. */
  private static final long DRAIN_QUIET_MILLIS = 20;

  /** A stream of new peers cannot keep the server from stopping: half a second in all. */
  private static final int DRAIN_MAX_CHECKS = 25;

  private final ServerConfig config;
  private final LimitCounters counters;
  private final SessionObserver observer;
  private final Acknowledgement acknowledgement;
  private final ReusedBuffer replyBuffers = new ReusedBuffer(REPLY_BUFFER_BYTES);
  private final ConnectionGate gate;
  private final Map<EventExecutor, SessionPatrol> patrols = new HashMap<>();
  private final Map<EventExecutor, BufferHolders> bufferHolders = new HashMap<>();
  private final ChannelGroup sessions = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
  private final AtomicLong connectionsSoFar = new AtomicLong();
  private final Channel serverChannel;
  private volatile boolean draining;

  private TcpListener(
      ServerConfig config,
      EventLoopGroup eventLoops,
      BufferBudget budget,
      LimitCounters counters,
      SessionObserver observer,
      GuardObserver guardObserver)
      throws ListenException {
    this.config = config;
    this.counters = counters;
    this.observer = observer;
    this.acknowledgement = Acknowledgement.of(config, Protocol.TCP);
    this.gate = new ConnectionGate(config.guard(), counters);
    for (EventExecutor eventLoop : eventLoops) {
      patrols.put(eventLoop, new SessionPatrol((EventLoop) eventLoop, config.guard()));
      bufferHolders.put(
          eventLoop, new BufferHolders(budget, counters, eventLoop, bufferHolders.values()));
    }
    SharedReceiveBuffer receiveBuffer = new SharedReceiveBuffer(RECEIVE_BUFFER_BYTES);
    for (EventExecutor eventLoop : eventLoops) {
      eventLoop
          .submit(
              () -> {
                receiveBuffer.allocate(ByteBufAllocator.DEFAULT);
                replyBuffers.allocate(ByteBufAllocator.DEFAULT);
              })
          .syncUninterruptibly();
    }
    InetSocketAddress address = config.address(Protocol.TCP);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(eventLoops)
            .channelFactory(config.transport().serverSockets(AddressFamily.of(address)))
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, receiveBuffers(config, receiveBuffer))
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel connection) {
                    welcome(connection);
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw ListenException.of(Protocol.TCP, address, bound.cause());
    }
    serverChannel = bound.channel();
    // Behind Netty's own handler, which pauses accepting for a second after a failure.
    serverChannel.pipeline().addLast(new AcceptFailureHandler(guardObserver));
  }

  /**
   * Listens; returns when connections are being accepted.
   *
   * @throws ListenException if the address cannot be had
   */
  public static TcpListener listen(
      ServerConfig config,
      EventLoopGroup eventLoops,
      BufferBudget budget,
      LimitCounters counters,
      SessionObserver observer,
      GuardObserver guardObserver)
      throws ListenException {
    return new TcpListener(config, eventLoops, budget, counters, observer, guardObserver);
  }

  /** With the real port. */
  public InetSocketAddress address() {
    return (InetSocketAddress) serverChannel.localAddress();
  }

  /**
   * Accepts those who are connected already and nobody after them, answers what has arrived, and
   * ends every session.
   *
   * @return is done when the last connection is closed
   */
  public Future<?> drain() {
    Promise<Void> ended = serverChannel.eventLoop().newPromise();
    stopAcceptingOnceQuiet(connectionsSoFar.get(), DRAIN_MAX_CHECKS, ended);
    return ended;
  }

  /** Closes what is still open, without another word: after a drain, what took too long. */
  public void close() {
    serverChannel.close().awaitUninterruptibly();
    for (Channel connection : sessions) {
      counters.acted(Limit.DRAIN_TIMEOUT);
      connection.eventLoop().execute(() -> AbruptClose.of(connection));
    }
    sessions.newCloseFuture().awaitUninterruptibly();
  }

  /**
   * What is read of a TLS record waits until all of it is there, and would keep a whole shared
   * buffer from being shared. There, what one reads at once is a record, whatever the buffer.
   */
  private static RecvByteBufAllocator receiveBuffers(
      ServerConfig config, SharedReceiveBuffer shared) {
    return config.tls().isPresent() ? new AdaptiveRecvByteBufAllocator() : shared;
  }

  private void welcome(Channel connection) {
    connectionsSoFar.incrementAndGet();
    InetSocketAddress peer = (InetSocketAddress) connection.remoteAddress();
    // Null if it is gone already; io_uring then no longer knows who it was.
    if (peer == null || !gate.admit(connection)) {
      connection.close();
      return;
    }
    sessions.add(connection);
    ConnectionBuffers buffers = bufferHolders.get(connection.eventLoop()).open(connection);
    if (gate.isProxy(peer.getAddress())) {
      ProxyHeader.expectOn(
          connection,
          behind -> begin(connection, behind, buffers),
          this::countProxyHeader,
          buffers);
    } else {
      begin(connection, peer, buffers);
      if (!config.guard().proxies().isEmpty()) {
        connection.pipeline().addFirst(new StrangersHeader(this::countProxyHeader));
      }
    }
    if (draining) {
      requestDrain(connection);
    }
  }

  /** Begins the session of {@code peer}, if such may have one. */
  private void begin(Channel connection, InetSocketAddress peer, ConnectionBuffers buffers) {
    if (!gate.admit(connection, peer.getAddress())) {
      connection.close();
    } else if (config.tls().isPresent() && !buffers.hasRoomFor(TlsHandler.ENGINE_BYTES)) {
      counters.acted(Limit.TLS_BUFFERED_BYTES);
      connection.close();
    } else {
      connection.pipeline().addLast(newSession(connection, peer, buffers));
      if (config.tls().isPresent()) {
        TlsStream.open(connection, peer, config.tls().get(), buffers, counters, observer);
      }
    }
  }

  private void countProxyHeader() {
    counters.acted(Limit.PROXY_HEADER);
  }

  private TcpSession newSession(
      Channel connection, InetSocketAddress peer, ConnectionBuffers buffers) {
    return new TcpSession(
        config,
        acknowledgement,
        replyBuffers,
        patrols.get(connection.eventLoop()),
        counters,
        observer,
        buffers,
        peer);
  }

  private void stopAcceptingOnceQuiet(long connectionsBefore, int checksLeft, Promise<Void> ended) {
    serverChannel
        .eventLoop()
        .schedule(
            () -> {
              long connectionsNow = connectionsSoFar.get();
              if (connectionsNow != connectionsBefore && checksLeft > 0) {
                stopAcceptingOnceQuiet(connectionsNow, checksLeft - 1, ended);
              } else {
                serverChannel.close().addListener(closed -> endSessions(ended));
              }
            },
            DRAIN_QUIET_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  private void endSessions(Promise<Void> ended) {
    draining = true;
    sessions.forEach(TcpListener::requestDrain);
    sessions.newCloseFuture().addListener(allClosed -> ended.setSuccess(null));
  }

  private static void requestDrain(Channel connection) {
    connection
        .eventLoop()
        .execute(() -> connection.pipeline().fireUserEventTriggered(DrainRequest.INSTANCE));
  }

  private static final class AcceptFailureHandler extends ChannelInboundHandlerAdapter {
    private final GuardObserver observer;

    AcceptFailureHandler(GuardObserver observer) {
      this.observer = observer;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      observer.acceptFailed(cause.getMessage());
    }
  }
}
