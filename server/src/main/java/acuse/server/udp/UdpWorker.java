package acuse.server.udp;

import acuse.common.protocol.Protocol;
import acuse.common.transport.AddressFamily;
import acuse.common.transport.IoTransport;
import acuse.common.transport.SharedReceiveBuffer;
import acuse.server.capture.Capture;
import acuse.server.config.ServerConfig;
import acuse.server.guard.AddressRules;
import acuse.server.impair.HeldMessages;
import acuse.server.listen.InheritedSocket;
import acuse.server.metrics.SessionCounters;
import acuse.server.metrics.TrafficCounters;
import acuse.server.reply.Responder;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The UDP sockets of one event loop, all answered by the same handlers: one {@link UdpHandler}, or
 * three where there can be faults on purpose. Where datagrams are forwarded, each has a {@link
 * ForwardHandler} of its own, and there are sockets onward besides.
 */
final class UdpWorker {
  /** The longest datagram over IPv6; a smaller buffer would cut datagrams short. */
  private static final int MAX_DATAGRAM_BYTES = 65_527;

  /** With epoll, one system call takes so many (recvmmsg(2)), and one sends the replies. */
  private static final int DATAGRAMS_PER_READ = 32;

  /**
   * The bytes that may wait in a socket while its event loop is busy; Linux cuts it to
   * net.core.rmem_max.
   */
  private static final int QUEUE_BYTES = 1 << 20;

  private static final int SHORT_REPLY_BYTES = 512;

  /** When the server stops: without a datagram for this long, none waits in a socket. */
  private static final long DRAIN_QUIET_MILLIS = 20;

  /** Peers who never fall silent cannot keep the server from stopping: half a second in all. */
  private static final int DRAIN_MAX_CHECKS = 25;

  /**
   * Whether a socket gets what is sent to groups that it has not joined itself (ip(7), Linux).
   * Netty says no, and knows the option only for a socket's own family, whereas one on {@code ::}
   * gets IPv4's groups too.
   */
  private static final ChannelOption<Integer> IP_MULTICAST_ALL =
      new IntegerUnixChannelOption("IP_MULTICAST_ALL", 0, 49);

  private final IoTransport transport;
  private final Optional<InheritedSocket> inherited;
  private final EventLoop eventLoop;
  private final AddressRules rules;
  private final UdpGuard guard;
  private final Handlers handlers;
  private final Arrivals arrivals = new Arrivals();
  private final HeldDatagrams held;
  private final Optional<CaptureHandler> capture;
  private final SharedReceiveBuffer receiveBuffer;

  /** Shared with nobody: no connection can take of its pools. */
  private final ByteBufAllocator allocator = new AdaptiveByteBufAllocator(true);

  private final ChannelGroup sockets;

  /**
   * Where datagrams go on to a target.
   *
   * @param forwarder shared by all workers
   * @param sessions of this worker
   */
  record Forwarding(Forwarder forwarder, SessionCounters sessions) {}

  /** Adds to a socket's pipeline what answers or forwards its datagrams. */
  private interface Handlers {
    void addTo(ChannelPipeline pipeline);
  }

  /**
   * Has no socket.
   *
   * @param sessions empty if nobody wants to know whose messages they are
   * @param heldOnPurpose empty if there cannot be faults on purpose; with them, there are sessions
   * @param capture takes what goes over the wire; empty if nobody wants to see it
   * @param forwarding empty if datagrams are answered
   */
  UdpWorker(
      ServerConfig config,
      EventLoop eventLoop,
      UdpGuard guard,
      Responder.Factory responders,
      TrafficCounters counters,
      Optional<UdpSessions> sessions,
      HeldDatagrams held,
      Optional<HeldMessages> heldOnPurpose,
      Optional<Capture> capture,
      Optional<Forwarding> forwarding) {
    this.transport = config.transport().resolve();
    this.inherited = config.inherited(Protocol.UDP);
    this.eventLoop = eventLoop;
    this.rules = config.guard().rules();
    this.guard = guard;
    this.held = held;
    this.capture = capture.map(CaptureHandler::new);
    this.receiveBuffer =
        new SharedReceiveBuffer(
            isEpoll() ? DATAGRAMS_PER_READ * MAX_DATAGRAM_BYTES : MAX_DATAGRAM_BYTES);
    this.sockets = new DefaultChannelGroup(eventLoop, true);
    DatagramResponder responder = new DatagramResponder(responders, counters, allocator);
    if (forwarding.isPresent()) {
      this.handlers = forwarding(forwarding.get(), counters, heldOnPurpose);
    } else if (heldOnPurpose.isPresent()) {
      this.handlers = impaired(responder, counters, sessions.get(), heldOnPurpose.get());
    } else {
      this.handlers = prompt(responder, counters, sessions);
    }
    eventLoop.submit(this::allocateBuffers).syncUninterruptibly();
  }

  private Handlers prompt(
      DatagramResponder responder, TrafficCounters counters, Optional<UdpSessions> sessions) {
    UdpHandler handler = new UdpHandler(responder, guard, counters, arrivals, sessions, notes());
    return pipeline -> pipeline.addLast("datagrams", handler);
  }

  private Handlers impaired(
      DatagramResponder responder,
      TrafficCounters counters,
      UdpSessions sessions,
      HeldMessages heldOnPurpose) {
    ChannelHandler guardHandler = new UdpGuardHandler(guard, responder, counters, arrivals);
    ChannelHandler faults =
        new ImpairedUdpHandler(
            new AnsweredSessions(sessions, guard),
            new DelayedDatagrams(eventLoop),
            new TransitRoom(heldOnPurpose, held),
            allocator,
            notes());
    ChannelHandler handler = new NumberedUdpHandler(responder, counters, sessions);
    return pipeline ->
        pipeline
            .addLast("guard", guardHandler)
            .addLast("faults", faults)
            .addLast("datagrams", handler);
  }

  /** Sockets onward are among this worker's: they too are closed with it. */
  private Handlers forwarding(
      Forwarding forwarding, TrafficCounters counters, Optional<HeldMessages> heldOnPurpose) {
    Forwarder forwarder = forwarding.forwarder();
    ChannelHandler guardHandler = new ForwardGuardHandler(forwarder.guard(), counters, arrivals);
    DelayedDatagrams delayed = new DelayedDatagrams(eventLoop);
    Optional<TransitRoom> room = heldOnPurpose.map(limit -> new TransitRoom(limit, held));
    OnwardChannels channels =
        new ConnectedSockets(
            transport, eventLoop, allocator, receiveBuffer, MAX_DATAGRAM_BYTES, sockets::add);
    return pipeline -> {
      PeerSide peerSide =
          new PeerSide(pipeline.channel(), forwarder, counters, arrivals, allocator, notes());
      OnwardSockets onward =
          new OnwardSockets(forwarder, channels, peerSide, counters, forwarding.sessions());
      pipeline.addLast("guard", guardHandler);
      room.ifPresent(
          present ->
              pipeline.addLast(
                  "faults", new ImpairedUdpHandler(onward, delayed, present, allocator, notes())));
      pipeline.addLast(
          "forward",
          new ForwardHandler(onward, forwarder.observer(), counters, allocator, notes()));
    };
  }

  private DatagramNotes notes() {
    return capture.isPresent() ? capture.get() : DatagramNotes.NONE;
  }

  /**
   * Allocates the buffers for datagrams at the start, so that connections cannot take their memory.
   */
  private void allocateBuffers() {
    receiveBuffer.allocate(allocator);
    allocator.ioBuffer(MAX_DATAGRAM_BYTES).release(); // leaves a pool for replies behind
    allocator.ioBuffer(SHORT_REPLY_BYTES).release();
  }

  /** Opens a socket that answers what comes to {@code address}. */
  ChannelFuture open(InetSocketAddress address, Map<ChannelOption<Boolean>, Boolean> options) {
    return bind(bootstrap(address), address, options);
  }

  /**
   * Opens a socket on a wildcard address, which answers from the address that was asked.
   *
   * @param countsBroadcasts whether it counts what is sent to many machines at once, of which every
   *     socket on the wildcard gets a copy
   * @throws io.netty.channel.ChannelException if descriptors have run out
   */
  ChannelFuture openWildcard(
      InetSocketAddress address,
      Map<ChannelOption<Boolean>, Boolean> options,
      AskedAddressSockets asked,
      boolean countsBroadcasts) {
    if (!isEpoll()) {
      return open(address, options); // no other transport tells which address was asked
    }
    UnicastCheck unicast = UnicastCheck.open();
    Runnable onBroadcast = countsBroadcasts ? guard::refusedBroadcast : () -> {};
    ChannelHandler router = new AskedAddressRouter(this, asked, unicast, rules, onBroadcast);
    Bootstrap bootstrap =
        bootstrap(address, router).option(EpollChannelOption.IP_RECVORIGDSTADDR, true);
    if (countsBroadcasts) {
      bootstrap.option(IP_MULTICAST_ALL, 1);
    }
    ChannelFuture bound = bind(bootstrap, address, options);
    bound.addListener(
        done -> {
          if (!done.isSuccess()) {
            unicast.close(); // which no router does where there was no socket for it
          }
        });
    return bound;
  }

  /** A socket of this worker's that is to be opened. */
  Promise<Channel> newSocketPromise() {
    return eventLoop.newPromise();
  }

  /**
   * Answers what has arrived, also what stages hold back, and closes.
   *
   * @return is done when the last socket is closed
   */
  Future<Void> drain() {
    Promise<Void> closed = eventLoop.newPromise();
    eventLoop.execute(() -> closeWhenQuiet(DRAIN_MAX_CHECKS, closed));
    return closed;
  }

  /** Closes at once. */
  void close() {
    sockets.close().awaitUninterruptibly();
  }

  private void closeWhenQuiet(int checksLeft, Promise<Void> closed) {
    eventLoop.schedule(
        () -> {
          if (arrivals.heardSinceLastAsked() && checksLeft > 0) {
            closeWhenQuiet(checksLeft - 1, closed);
          } else if (held.isAny()) {
            sockets.forEach(socket -> socket.config().setAutoRead(false));
            closeWhenQuiet(0, closed);
          } else {
            sockets.close().addListener(all -> closed.setSuccess(null));
          }
        },
        DRAIN_QUIET_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  private boolean isEpoll() {
    return transport == IoTransport.EPOLL;
  }

  /**
   * @param routers at most one, which stands before the handler
   */
  private Bootstrap bootstrap(InetSocketAddress address, ChannelHandler... routers) {
    Bootstrap bootstrap = new Bootstrap();
    if (isEpoll()) {
      bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_DATAGRAM_BYTES);
    }
    return bootstrap
        .group(eventLoop)
        .channelFactory(
            isInherited(address)
                ? transport.inheritedDatagramSocket(inherited.get().descriptor())
                : transport.datagramSockets(AddressFamily.of(address)))
        .option(ChannelOption.ALLOCATOR, allocator)
        .option(ChannelOption.RECVBUF_ALLOCATOR, receiveBuffer)
        .option(ChannelOption.SO_RCVBUF, QUEUE_BYTES)
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel socket) {
                sockets.add(socket);
                socket.pipeline().addLast("empty datagrams", new EmptyDatagrams());
                socket.pipeline().addLast(routers);
                capture.ifPresent(handler -> socket.pipeline().addLast("capture", handler));
                handlers.addTo(socket.pipeline());
              }
            });
  }

  /** Whether the socket on {@code address} is open already, and is to be taken over. */
  private boolean isInherited(InetSocketAddress address) {
    return inherited.isPresent() && inherited.get().address().equals(address);
  }

  private ChannelFuture bind(
      Bootstrap bootstrap,
      InetSocketAddress address,
      Map<ChannelOption<Boolean>, Boolean> options) {
    options.forEach(bootstrap::option);
    return isInherited(address) ? bootstrap.register() : bootstrap.bind(address);
  }
}
