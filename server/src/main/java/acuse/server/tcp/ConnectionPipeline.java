package acuse.server.tcp;

import acuse.common.protocol.Protocol;
import acuse.server.connection.BufferHolders;
import acuse.server.connection.ConnectionBuffers;
import acuse.server.connection.HeldBack;
import acuse.server.connection.SocketEnd;
import acuse.server.guard.ConnectionGate;
import acuse.server.guard.GuardConfig;
import acuse.server.guard.Limit;
import acuse.server.guard.LimitCounters;
import acuse.server.metrics.ServerCounters;
import acuse.server.observe.Session;
import acuse.server.observe.SessionIds;
import acuse.server.proxy.ProxyHeader;
import acuse.server.proxy.StrangersHeader;
import acuse.server.story.SessionTally;
import acuse.server.story.Stories;
import acuse.server.tls.ServerTls;
import acuse.server.tls.TlsGate;
import acuse.server.tls.TlsHandler;
import acuse.server.tls.TlsStream;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Adds the handlers of a connection, in the order of the wire.
 *
 * <pre>
 * socket ─→ proxy header ─→ tls gate ─→ tls ─→ tls stream ─→ wire ───────────→ session
 *        ←────────────────────────────────────────────────────────── faults ←─
 * </pre>
 *
 * <p>A session that is forwarded has a second connection, see {@link #addTargetHandlers}.
 *
 * <pre>
 * target ─→ socket ─→ wire ───────────→ target end
 *        ←───────────────── faults ←─
 * </pre>
 *
 * <p>A stage that holds anything back says so: {@link #addSession} has the {@link HeldBack} of the
 * connection for it. TLS holds nothing back once its handshake is done; of a record that is not
 * whole the peer is to send the rest.
 *
 * <p>Behind a proxy, what follows the header is added once the header has told who the peer is. For
 * the connections of one event loop.
 */
final class ConnectionPipeline {
  private final GuardConfig guard;
  private final ConnectionGate gate;
  private final LimitCounters counters;
  private final SessionIds ids;
  private final ServerCounters metrics;
  private final BufferHolders bufferHolders;
  private final Optional<ServerTls> tls;
  private final TcpSession.Environment environment;
  private final Optional<Forwarding> forwarding;
  private final Stories stories;
  private final Optional<OrderedCapture> capture;

  ConnectionPipeline(
      ConnectionGate gate,
      SessionIds ids,
      ServerCounters metrics,
      BufferHolders bufferHolders,
      Optional<ServerTls> tls,
      TcpSession.Environment environment,
      Optional<Forwarding> forwarding,
      Stories stories,
      Optional<OrderedCapture> capture) {
    this.guard = environment.guard();
    this.gate = gate;
    this.counters = environment.counters();
    this.ids = ids;
    this.metrics = metrics;
    this.bufferHolders = bufferHolders;
    this.tls = tls;
    this.environment = environment;
    this.forwarding = forwarding;
    this.stories = stories;
    this.capture = capture;
  }

  /** Adds the handlers of a new connection from {@code sender}: a peer, or a proxy. */
  void addHandlers(Channel connection, InetSocketAddress sender) {
    ChannelPipeline pipeline = connection.pipeline();
    ConnectionBuffers buffers = bufferHolders.open(connection);
    pipeline.addLast("socket", new SocketEnd());
    if (gate.isProxy(sender.getAddress())) {
      ProxyHeader.Decoder decoder = new ProxyHeader.Decoder();
      pipeline.addLast("proxy header decoder", decoder);
      pipeline.addLast(
          "proxy header",
          new ProxyHeader(
              decoder, buffers, peer -> addSession(connection, peer, buffers), counters::acted));
      return;
    }
    if (!guard.proxies().isEmpty()) {
      pipeline.addLast("stranger's header", new StrangersHeader(this::countProxyHeader));
    }
    addSession(connection, sender, buffers);
  }

  /**
   * Adds the handlers of a connection to a target.
   *
   * @param wire sees what it carries; empty if nobody wants to know
   * @param faults what they make of writes to the target; empty if there can be none
   */
  static void addTargetHandlers(
      Channel target, Optional<WireHandler> wire, Optional<FaultStage> faults, TargetEnd end) {
    target.pipeline().addLast("socket", new SocketEnd());
    wire.ifPresent(handler -> target.pipeline().addLast("wire", handler));
    faults.ifPresent(stage -> target.pipeline().addLast("faults", stage));
    target.pipeline().addLast("target", end);
  }

  /** Adds the handlers of {@code peer}'s session, if such a peer may have one. */
  private void addSession(Channel connection, InetSocketAddress peer, ConnectionBuffers buffers) {
    if (!gate.admit(connection, peer.getAddress())) {
      connection.close();
      return;
    }
    if (tls.isPresent() && !bufferHolders.makeRoomFor(TlsHandler.ENGINE_BYTES)) {
      counters.acted(Limit.TLS_BUFFERED_BYTES);
      connection.close();
      return;
    }
    Session session =
        new Session(
            ids.next(),
            Protocol.TCP,
            peer,
            (InetSocketAddress) connection.localAddress(),
            Instant.now(),
            tls.isPresent());
    HeldBack heldBack = new HeldBack(buffers);
    if (tls.isPresent()) {
      addTls(connection, session, buffers, tls.get());
    }
    Optional<SessionTally> tally = newTally(connection, session);
    Optional<WireHandler> wire = tally.map(present -> newWire(session, present));
    wire.ifPresent(handler -> connection.pipeline().addLast("wire", handler));
    Optional<SessionFaults> faults = environment.faults().map(source -> source.of(session));
    Optional<FaultStage> stage = faults.map(each -> newStage(each, heldBack));
    stage.ifPresent(handler -> connection.pipeline().addLast("faults", handler));
    connection
        .pipeline()
        .addLast(
            "session",
            forwarding.isPresent()
                ? new ForwardSession(
                    session,
                    environment,
                    forwarding.get(),
                    buffers,
                    faults,
                    stage,
                    heldBack,
                    tally,
                    wire)
                : new TcpSession(session, environment, buffers, heldBack, stage, tally, wire));
  }

  private Optional<SessionTally> newTally(Channel connection, Session session) {
    InetSocketAddress sender = (InetSocketAddress) connection.remoteAddress();
    boolean isPeer = sender == null || sender.equals(session.peer());
    return Optional.ofNullable(
        stories.begin(session, isPeer ? Optional.empty() : Optional.of(sender)));
  }

  private WireHandler newWire(Session session, SessionTally tally) {
    List<WireListener> listeners = new ArrayList<>();
    listeners.add(new WireStory(tally, stories, environment.patrol()));
    capture.ifPresent(
        present ->
            listeners.add(
                new WireCapture(present, session.local(), session.peer(), leg(session, tally))));
    return new WireHandler(listeners);
  }

  private CapturedLeg leg(Session session, SessionTally tally) {
    return forwarding.isPresent()
        ? CapturedLeg.forwarded(session.secured(), environment.config().framing())
        : CapturedLeg.acknowledged(tally, environment.faults().isEmpty());
  }

  private FaultStage newStage(SessionFaults faults, HeldBack heldBack) {
    return new FaultStage(faults, faults.out(), environment.heldRoom(), heldBack);
  }

  private void addTls(
      Channel connection, Session session, ConnectionBuffers buffers, ServerTls serverTls) {
    TlsHandler handler = serverTls.newHandler(connection.alloc());
    TlsGate tlsGate = new TlsGate(handler);
    connection.pipeline().addLast("tls gate", tlsGate);
    connection.pipeline().addLast("tls", handler);
    connection
        .pipeline()
        .addLast(
            "tls stream",
            new TlsStream(
                tlsGate, handler, session, buffers, counters, metrics, environment.observer()));
  }

  private void countProxyHeader() {
    counters.acted(Limit.PROXY_HEADER);
  }
}
