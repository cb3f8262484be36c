package acuse.server.udp;

import acuse.common.protocol.Protocol;
import acuse.server.config.ServerConfig;
import acuse.server.impair.HeldMessages;
import acuse.server.impair.Impairment;
import acuse.server.listen.ListenException;
import acuse.server.listen.Shared;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.SessionEnd;
import acuse.server.reply.Responder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Listens for datagrams, with a socket on every event loop where the system spreads datagrams over
 * sockets that share a port, and with one socket elsewhere.
 *
 * <pre>
 *                          ┌→ socket ─→ worker of event loop 1
 * port ─→ the kernel, by ──┤
 *         sender's address └→ socket ─→ worker of event loop 2
 * </pre>
 *
 * On a wildcard address there are sockets for each address of this machine besides, so that replies
 * come from where they were asked: see {@link AskedAddressRouter}.
 */
public final class UdpListener {
  /**
   * Empty if nobody wants to know of sessions, or whose messages they are: no observer, no metrics,
   * no capture, no faults on purpose and no reply. Empty too where datagrams are forwarded: there
   * each socket onward is a session.
   */
  private final Optional<UdpSessions> sessions;

  private final List<UdpWorker> workers = new ArrayList<>();

  /** The options of sockets that listen on one port together. */
  private final Map<ChannelOption<Boolean>, Boolean> sharing;

  private final Channel firstSocket;

  private UdpListener(
      ServerConfig config,
      EventLoopGroup eventLoops,
      Shared shared,
      Optional<DatagramFaults.Source> faults,
      HeldMessages heldMessages,
      ForwardLimits limits)
      throws ListenException {
    // An inherited socket is one, for one event loop.
    Optional<ChannelOption<Boolean>> balancing =
        config.inherited(Protocol.UDP).isPresent()
            ? Optional.empty()
            : config.transport().datagramBalancing();
    ServerObserver observer = shared.observer();
    Optional<Forwarder> forwarder =
        shared
            .target(Protocol.UDP)
            .map(target -> new Forwarder(config, target, shared, faults, limits, System::nanoTime));
    boolean nobodyAsks =
        observer.wants().isEmpty()
            && config.admin().isEmpty()
            && shared.capture().isEmpty()
            && faults.isEmpty()
            && !config.reply().needsSessions();
    this.sessions =
        nobodyAsks || forwarder.isPresent()
            ? Optional.empty()
            : Optional.of(
                new UdpSessions(
                    shared.ids(),
                    shared.metrics().newSessions(Protocol.UDP),
                    observer,
                    shared.stories(),
                    faults));
    UdpGuard guard = new UdpGuard(config, shared.counters());
    Responder.Factory responders = new Responder.Factory(config, Protocol.UDP, observer);
    for (EventExecutor eventLoop : eventLoops) {
      if (workers.isEmpty() || balancing.isPresent()) {
        workers.add(
            new UdpWorker(
                config,
                (EventLoop) eventLoop,
                guard,
                responders,
                shared.metrics().newTraffic(Protocol.UDP),
                sessions,
                new HeldDatagrams(shared.budget()),
                faults.map(any -> heldMessages),
                shared.capture(),
                forwarder.map(
                    each ->
                        new UdpWorker.Forwarding(
                            each, shared.metrics().newSessions(Protocol.UDP)))));
      }
    }
    this.sharing = new HashMap<>();
    balancing.ifPresent(option -> sharing.put(option, true));
    this.firstSocket = openOrClose(config.address(Protocol.UDP));
    sessions.ifPresent(
        table ->
            eventLoops.scheduleWithFixedDelay(
                () -> table.endSilent(System.nanoTime()), 1, 1, TimeUnit.SECONDS));
  }

  /**
   * Listens; returns when datagrams are being answered.
   *
   * @throws ListenException if the address cannot be had; then nothing is left open
   */
  public static UdpListener listen(ServerConfig config, EventLoopGroup eventLoops, Shared shared)
      throws ListenException {
    Optional<DatagramFaults.Source> faults =
        shared
            .impairment()
            .map(there -> session -> new SeededFaults(session, there, shared.observer()));
    HeldMessages heldMessages =
        shared.impairment().map(Impairment::held).orElseGet(HeldMessages::new);
    return listen(config, eventLoops, shared, faults, heldMessages, ForwardLimits.DEFAULTS);
  }

  /**
   * The same, with faults on purpose and limits of a test's own.
   *
   * @param heldMessages counts what is held back for them in the whole server
   */
  static UdpListener listen(
      ServerConfig config,
      EventLoopGroup eventLoops,
      Shared shared,
      Optional<DatagramFaults.Source> faults,
      HeldMessages heldMessages,
      ForwardLimits limits)
      throws ListenException {
    return new UdpListener(config, eventLoops, shared, faults, heldMessages, limits);
  }

  /** With the real port. */
  public InetSocketAddress address() {
    return (InetSocketAddress) firstSocket.localAddress();
  }

  /**
   * Answers what has arrived, and closes.
   *
   * @return are done when the last sockets are closed
   */
  public List<Future<Void>> drain() {
    return workers.stream().map(UdpWorker::drain).toList();
  }

  /** Closes at once. */
  public void close() {
    workers.forEach(UdpWorker::close);
    sessions.ifPresent(table -> table.endAll(SessionEnd.SERVER_STOPPED));
  }

  private Channel openOrClose(InetSocketAddress address) throws ListenException {
    try {
      return open(address);
    } catch (ListenException e) {
      workers.forEach(UdpWorker::close); // those that are being opened, too, once they are there
      throw e;
    }
  }

  private Channel open(InetSocketAddress address) throws ListenException {
    if (!LocalAddresses.isUnicast(address.getAddress())) {
      // Linux lets a socket listen there, but nothing that comes there is answered.
      throw ListenException.notLocal(Protocol.UDP, address);
    }
    if (!address.getAddress().isAnyLocalAddress()) {
      return openOnEachLoop(address, UdpWorker::open);
    }
    sharing.put(ChannelOption.SO_REUSEADDR, true);
    AskedAddressSockets asked = new AskedAddressSockets(workers, sharing);
    Channel first =
        openOnEachLoop(
            address,
            (worker, where, options) ->
                worker.openWildcard(where, options, asked, worker == workers.get(0)));
    int port = ((InetSocketAddress) first.localAddress()).getPort();
    for (InetAddress local : LocalAddresses.coveredBy(address.getAddress())) {
      InetSocketAddress own = new InetSocketAddress(local, port);
      for (Future<Channel> socket : asked.open(own, System.nanoTime()).byWorker().values()) {
        requireEnoughFiles(socket, own);
      }
    }
    return first;
  }

  /** Else a socket may be missing: some addresses cannot be had yet, as new ones of IPv6. */
  private static void requireEnoughFiles(Future<Channel> socket, InetSocketAddress address)
      throws ListenException {
    if (!socket.awaitUninterruptibly().isSuccess()) {
      ListenException why = ListenException.of(Protocol.UDP, address, socket.cause());
      if (why.reason() == ListenException.Reason.TOO_MANY_FILES) {
        throw why;
      }
    }
  }

  /** Returns the first of them. */
  private Channel openOnEachLoop(InetSocketAddress address, SocketOpener opener)
      throws ListenException {
    try {
      Channel first = await(opener.open(workers.get(0), address, Map.of()), address);
      // Not before: a socket with this option set earlier would silently share its port with
      // another program's.
      sharing.forEach(first.config()::setOption);
      InetSocketAddress shared = (InetSocketAddress) first.localAddress();
      for (UdpWorker worker : workers.subList(1, workers.size())) {
        await(opener.open(worker, shared, sharing), shared);
      }
      return first;
    } catch (ChannelException e) {
      throw ListenException.of(Protocol.UDP, address, e);
    }
  }

  private static Channel await(ChannelFuture bound, InetSocketAddress address)
      throws ListenException {
    if (!bound.awaitUninterruptibly().isSuccess()) {
      throw ListenException.of(Protocol.UDP, address, bound.cause());
    }
    return bound.channel();
  }

  private interface SocketOpener {
    ChannelFuture open(
        UdpWorker worker, InetSocketAddress address, Map<ChannelOption<Boolean>, Boolean> options);
  }
}
