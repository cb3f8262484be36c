package acuse.server.tcp;

import acuse.common.protocol.Protocol;
import acuse.common.transport.AddressFamily;
import acuse.common.transport.ReusedBuffer;
import acuse.common.transport.SharedReceiveBuffer;
import acuse.server.config.ServerConfig;
import acuse.server.connection.AbruptClose;
import acuse.server.connection.BufferHolders;
import acuse.server.connection.ConnectionEvent;
import acuse.server.guard.ConnectionGate;
import acuse.server.guard.Limit;
import acuse.server.guard.LimitCounters;
import acuse.server.impair.HeldMessages;
import acuse.server.impair.Impairment;
import acuse.server.listen.InheritedSocket;
import acuse.server.listen.ListenException;
import acuse.server.listen.Shared;
import acuse.server.listen.TargetFailures;
import acuse.server.observe.ServerObserver.Event;
import acuse.server.reply.Responder;
import acuse.server.tls.ServerTls;
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
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Accepts TCP connections and gives each its {@link TcpSession}. */
public final class TcpListener {
  /** Linux cuts it down to net.core.somaxconn. */
  private static final int BACKLOG = 4096;

  /**
   * One read takes what a peer without framing sends at once, whole, if it is no more than this.
   * TLS does not read into it: a part of a record waits until all of it is there, and would keep
   * the buffer from being shared. There, what one reads at once is a record, whatever the buffer.
   */
  private static final int RECEIVE_BUFFER_BYTES = 64 * 1024;

  /** Room for a batch of replies, and for a last one that goes over it. */
  private static final int REPLY_BUFFER_BYTES = 2 * ReplyBackpressure.BATCH_BYTES;

  /**
   * The bytes of replies that the system keeps until the peer takes them; without this limit they
   * grow to megabytes. Linux reports room only when a third is free, so a small buffer also shows
   * sooner that a slow peer takes its replies. Linux doubles it, and cuts it to net.core.wmem_max
   * first.
   */
  private static final int SEND_BUFFER_BYTES = 128 * 1024;

  /** When the server stops: without a new connection for this long, none waits to be accepted. */
  private static final long DRAIN_QUIET_MILLIS = 20;

  /** If one came meanwhile, others are on their way: a handshake takes as long as a round trip. */
  private static final long HANDSHAKE_MILLIS = 100;

  /** A stream of new peers cannot keep the server from stopping: half a second in all. */
  private static final int DRAIN_MAX_CHECKS = 5;

  private final LimitCounters counters;
  private final ConnectionGate gate;
  private final ReusedBuffer replyBuffers = new ReusedBuffer(REPLY_BUFFER_BYTES);
  private final SharedReceiveBuffer receiveBuffer = new SharedReceiveBuffer(RECEIVE_BUFFER_BYTES);
  private final Map<EventExecutor, ConnectionPipeline> pipelines = new HashMap<>();
  private final Map<EventExecutor, BufferHolders> bufferHolders = new HashMap<>();
  private final ChannelGroup sessions = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
  private final AtomicLong connectionsSoFar = new AtomicLong();
  private final Channel serverChannel;

  /** Whether systemd has the listening socket too. It stays open when this process closes it. */
  private final boolean inherited;

  private volatile boolean draining;

  private TcpListener(
      ServerConfig config,
      Optional<ServerTls> tls,
      EventLoopGroup eventLoops,
      Shared shared,
      Optional<SessionFaults.Source> faults,
      HeldMessages heldMessages)
      throws ListenException {
    this.counters = shared.counters();
    this.gate = new ConnectionGate(config.guard(), counters);
    Responder.Factory responders = new Responder.Factory(config, Protocol.TCP, shared.observer());
    boolean tellsSessions = shared.observer().wants().contains(Event.SESSION);
    TargetFailures targetFailures = new TargetFailures(shared, Protocol.TCP, System::nanoTime);
    for (EventExecutor eventLoop : eventLoops) {
      BufferHolders holders =
          new BufferHolders(shared.budget(), counters, eventLoop, bufferHolders.values());
      bufferHolders.put(eventLoop, holders);
      HeldRoom heldRoom = new HeldRoom(heldMessages, shared.budget(), config.threads(), eventLoop);
      TcpSession.Environment environment =
          new TcpSession.Environment(
              config,
              responders,
              replyBuffers,
              new SessionPatrol((EventLoop) eventLoop, config.guard()),
              counters,
              shared.metrics().newTraffic(Protocol.TCP),
              shared.metrics().newSessions(Protocol.TCP),
              shared.observer(),
              tellsSessions,
              faults,
              heldRoom);
      Optional<OrderedCapture> capture = shared.capture().map(OrderedCapture::new);
      Optional<Forwarding> forwarding =
          shared
              .target(Protocol.TCP)
              .map(
                  target ->
                      new Forwarding(
                          target,
                          targetFailures,
                          config.transport(),
                          (EventLoop) eventLoop,
                          receiveBuffer,
                          SEND_BUFFER_BYTES,
                          capture));
      pipelines.put(
          eventLoop,
          new ConnectionPipeline(
              gate,
              shared.ids(),
              shared.metrics(),
              holders,
              tls,
              environment,
              forwarding,
              shared.stories(),
              capture));
      eventLoop.submit(this::allocateBuffers).syncUninterruptibly();
    }
    InetSocketAddress address = config.address(Protocol.TCP);
    Optional<InheritedSocket> given = config.inherited(Protocol.TCP);
    this.inherited = given.isPresent();
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(eventLoops)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                tls.isPresent() ? new AdaptiveRecvByteBufAllocator() : receiveBuffer)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel connection) {
                    welcome(connection);
                  }
                });
    ChannelFuture bound =
        given.isPresent()
            ? bootstrap
                .channelFactory(config.transport().inheritedServerSocket(given.get().descriptor()))
                .option(ChannelOption.AUTO_READ, false) // until all its handlers are there
                .register()
            : bootstrap
                .channelFactory(config.transport().serverSockets(AddressFamily.of(address)))
                .bind(address);
    bound.awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw ListenException.of(Protocol.TCP, address, bound.cause());
    }
    serverChannel = bound.channel();
    // Behind Netty's own handler, which pauses accepting for a second after a failure.
    serverChannel.pipeline().addLast(new AcceptFailureHandler(shared));
    serverChannel.config().setAutoRead(true);
  }

  /**
   * Listens; returns when connections are being accepted.
   *
   * @param tls what connections are secured with
   * @throws ListenException if the address cannot be had
   */
  public static TcpListener listen(
      ServerConfig config, Optional<ServerTls> tls, EventLoopGroup eventLoops, Shared shared)
      throws ListenException {
    Optional<SessionFaults.Source> faults =
        shared
            .impairment()
            .map(there -> session -> new SeededFaults(session, there, shared.observer()));
    return listen(config, tls, eventLoops, shared, faults);
  }

  /** The same, with faults on purpose. */
  static TcpListener listen(
      ServerConfig config,
      Optional<ServerTls> tls,
      EventLoopGroup eventLoops,
      Shared shared,
      Optional<SessionFaults.Source> faults)
      throws ListenException {
    HeldMessages heldMessages =
        shared.impairment().map(Impairment::held).orElseGet(HeldMessages::new);
    return new TcpListener(config, tls, eventLoops, shared, faults, heldMessages);
  }

  /** With the real port. */
  public InetSocketAddress address() {
    return (InetSocketAddress) serverChannel.localAddress();
  }

  /**
   * Accepts the connections that the system has already made and no others, answers what has
   * arrived, and ends every session.
   *
   * @return is done when the last connection is closed
   */
  public Future<?> drain() {
    Promise<Void> ended = serverChannel.eventLoop().newPromise();
    if (!inherited) {
      SynFilter.attach(serverChannel);
    }
    stopAcceptingOnceQuiet(connectionsSoFar.get(), DRAIN_QUIET_MILLIS, DRAIN_MAX_CHECKS, ended);
    return ended;
  }

  /**
   * Closes the connections that are still open, at once: after a drain, those that took too long.
   */
  public void close() {
    serverChannel.close().awaitUninterruptibly();
    for (Channel connection : sessions) {
      counters.acted(Limit.DRAIN_TIMEOUT);
      connection.eventLoop().execute(() -> AbruptClose.of(connection));
    }
    sessions.newCloseFuture().awaitUninterruptibly();
  }

  /** Allocates the buffers for reading and replying while there is memory. */
  private void allocateBuffers() {
    receiveBuffer.allocate(ByteBufAllocator.DEFAULT);
    replyBuffers.allocate(ByteBufAllocator.DEFAULT);
  }

  private void welcome(Channel connection) {
    connectionsSoFar.incrementAndGet();
    InetSocketAddress sender = (InetSocketAddress) connection.remoteAddress();
    // Null if it is gone already; io_uring then no longer knows who it was.
    if (sender == null || !gate.admit(connection)) {
      connection.close();
      return;
    }
    sessions.add(connection);
    pipelines.get(connection.eventLoop()).addHandlers(connection, sender);
    if (draining) {
      requestDrain(connection);
    }
  }

  private void stopAcceptingOnceQuiet(
      long connectionsBefore, long quietMillis, int checksLeft, Promise<Void> ended) {
    serverChannel
        .eventLoop()
        .schedule(
            () -> {
              long connectionsNow = connectionsSoFar.get();
              if (connectionsNow != connectionsBefore && checksLeft > 0) {
                stopAcceptingOnceQuiet(connectionsNow, HANDSHAKE_MILLIS, checksLeft - 1, ended);
              } else {
                serverChannel.close().addListener(closed -> endSessions(ended));
              }
            },
            quietMillis,
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
        .execute(() -> connection.pipeline().fireUserEventTriggered(ConnectionEvent.DRAIN));
  }

  private static final class AcceptFailureHandler extends ChannelInboundHandlerAdapter {
    private final Shared shared;

    AcceptFailureHandler(Shared shared) {
      this.shared = shared;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      shared.metrics().acceptFailed();
      shared.observer().acceptFailed(cause.getMessage());
    }
  }
}
