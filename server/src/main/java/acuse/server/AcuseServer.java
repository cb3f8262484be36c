package acuse.server;

import acuse.common.protocol.Protocol;
import acuse.common.tls.PemException;
import acuse.common.transport.DirectMemory;
import acuse.server.admin.AdminPort;
import acuse.server.admin.AdminRoutes;
import acuse.server.admin.EventActions;
import acuse.server.admin.ImpairActions;
import acuse.server.admin.LiveEvents;
import acuse.server.admin.SessionActions;
import acuse.server.capture.Capture;
import acuse.server.config.ServerConfig;
import acuse.server.forward.ForwardTarget;
import acuse.server.forward.HostResolver;
import acuse.server.forward.OwnAddresses;
import acuse.server.forward.TargetAddresses;
import acuse.server.guard.BufferBudget;
import acuse.server.guard.GuardConfig;
import acuse.server.guard.Limit;
import acuse.server.guard.LimitCounters;
import acuse.server.guard.LimitReport;
import acuse.server.impair.ImpairConfig;
import acuse.server.impair.ImpairText;
import acuse.server.impair.Impairment;
import acuse.server.listen.ListenException;
import acuse.server.listen.Shared;
import acuse.server.metrics.FaultMetrics;
import acuse.server.metrics.MetricsPage;
import acuse.server.metrics.ServerCounters;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.SessionIds;
import acuse.server.story.RecentSessions;
import acuse.server.story.Stories;
import acuse.server.tcp.TcpListener;
import acuse.server.tls.CertificateWatch;
import acuse.server.tls.ServerTls;
import acuse.server.udp.UdpListener;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A running server: TCP and UDP on one group of event loops. It owns the event loops, the sockets
 * and the threads.
 *
 * <p>In a test of a client of your own:
 *
 * <pre>{@code
 * ServerConfig config = ServerConfig.builder().tcpPort(0).udpPort(0).build();
 * try (AcuseServer server = AcuseServer.start(config)) {
 *   myClient.connect(server.tcpAddress());
 * }
 * }</pre>
 *
 * <p>Thread-safe. Its threads are daemons: they do not keep a program from ending.
 */
public final class AcuseServer implements AutoCloseable {
  /** How far a server is in its life. */
  public enum State {
    /** Its sockets are being opened. */
    STARTING,
    /** It serves: accepts connections and answers messages. */
    SERVING,
    /** It serves still, but tells balancers that it is about to stop. */
    LEAVING,
    /** It stops: it answers what has arrived, and accepts nobody. */
    DRAINING,
    /** All sockets are closed and all threads have ended. */
    CLOSED
  }

  private static final long LIMIT_REPORT_SECONDS = 1;

  /** No single task of an event loop takes a tenth of this. */
  private static final Duration STANDSTILL = Duration.ofSeconds(10);

  /** How often certificate files are looked at. A renewal is taken up after the second look. */
  private static final Duration CERTIFICATE_LOOK = Duration.ofSeconds(5);

  private final ServerConfig config;
  private final ServerObserver observer;
  private final Optional<ServerTls> tls;
  private final EventLoopGroup eventLoops;
  private final AtomicReference<State> state = new AtomicReference<>(State.STARTING);
  private final BufferBudget budget = new BufferBudget();
  private final LimitCounters limitCounters = new LimitCounters();
  private final ServerCounters metrics = new ServerCounters();
  private final LimitReport limitReport;
  private final Stories stories;
  private final Optional<RecentSessions> recentSessions;
  private final Optional<LiveEvents> liveEvents;
  private final Optional<Capture> capture;
  private final Optional<Impairment> impairment;
  private final Map<Protocol, TargetAddresses> targets;

  private TcpListener tcp;
  private UdpListener udp;
  private CertificateWatch certificates;
  private EventLoopWatch watch;
  private AdminPort admin;
  private volatile boolean standsStill;

  private AcuseServer(
      ServerConfig config,
      ServerObserver observer,
      Optional<Capture> capture,
      Optional<ServerTls> tls,
      Map<Protocol, TargetAddresses> targets,
      EventLoopGroup eventLoops) {
    this.config = config;
    this.recentSessions =
        config.admin().map(admin -> new RecentSessions(SessionActions.MAX_SESSIONS));
    this.liveEvents =
        config.admin().map(admin -> new LiveEvents(admin.hidesMessages(), config.forwarded()));
    ServerObserver all = observer;
    if (config.admin().isPresent()) {
      all = observer.then(recentSessions.get()).then(liveEvents.get());
    }
    this.observer = all;
    this.tls = tls;
    this.targets = targets;
    this.eventLoops = eventLoops;
    this.capture = capture;
    this.stories = new Stories(all, capture.isPresent());
    this.limitReport = new LimitReport(limitCounters, all);
    this.impairment =
        config
            .impairAtStart()
            .map(faults -> new Impairment(faults, this.observer::faultsExchanged));
  }

  /** Starts a server without an observer. */
  public static AcuseServer start(ServerConfig config) throws ListenException, PemException {
    return start(config, ServerObserver.NONE);
  }

  /**
   * Starts a server; returns when all its sockets are open.
   *
   * @param observer is told what happens, mostly on the server's event loops
   * @throws ListenException if a socket cannot be opened, or the target of forwarding is unknown or
   *     this server itself
   * @throws PemException if a certificate or a key cannot be used
   */
  public static AcuseServer start(ServerConfig config, ServerObserver observer)
      throws ListenException, PemException {
    return start(config, observer, Optional.empty());
  }

  /**
   * The same, with what goes over the wire written into a capture.
   *
   * @param capture stays the caller's, to be closed after the server
   */
  public static AcuseServer start(
      ServerConfig config, ServerObserver observer, Optional<Capture> capture)
      throws ListenException, PemException {
    return start(config, observer, capture, HostResolver.OF_SYSTEM);
  }

  /** The same, with names of targets looked up by {@code resolver}. */
  static AcuseServer start(
      ServerConfig config,
      ServerObserver observer,
      Optional<Capture> capture,
      HostResolver resolver)
      throws ListenException, PemException {
    EventLoops.requireFilesToStart(config);
    Optional<ServerTls> tls =
        config.tls().isPresent()
            ? Optional.of(ServerTls.load(config.tls().get()))
            : Optional.empty();
    Map<Protocol, TargetAddresses> targets = lookUpTargets(config, resolver);
    AcuseServer server =
        new AcuseServer(config, observer, capture, tls, targets, EventLoops.open(config));
    boolean started = false;
    try {
      server.openAdminPort(); // first, so that it can tell that the others are not open yet
      server.listen();
      server.refuseToForwardToItself();
      EventLoops.requireFilesForPeers(config);
      server.state.set(State.SERVING);
      started = true;
      return server;
    } finally {
      if (!started) {
        server.abandon();
      }
    }
  }

  /** How far it is. */
  public State state() {
    return state.get();
  }

  /** As {@link #address} of TCP. */
  public InetSocketAddress tcpAddress() {
    return address(Protocol.TCP);
  }

  /** As {@link #address} of UDP. */
  public InetSocketAddress udpAddress() {
    return address(Protocol.UDP);
  }

  /**
   * Where it listens, with the real port.
   *
   * @throws IllegalStateException if it does not listen on {@code protocol}
   */
  public InetSocketAddress address(Protocol protocol) {
    if (!config.protocols().contains(protocol)) {
      throw new IllegalStateException("not listening protocol=" + protocol);
    }
    return protocol == Protocol.TCP ? tcp.address() : udp.address();
  }

  /** Where the admin port is, with the real port; empty without one. */
  public Optional<InetSocketAddress> adminAddress() {
    return Optional.ofNullable(admin).map(AdminPort::address);
  }

  /** The certificate that clients see, and its state; empty without TLS. */
  public Optional<ServerTls> tls() {
    return tls;
  }

  /**
   * Commits these faults on purpose from now on, and no others. Open sessions follow from their
   * next message on.
   *
   * @throws IllegalStateException if the server began without any, see {@link ServerConfig#impair}
   */
  public void impair(ImpairConfig faults) {
    impairment
        .orElseThrow(() -> new IllegalStateException("this server commits no faults"))
        .exchange(faults);
  }

  /**
   * Reads the certificates again, without waiting for the result. The observer is told the result.
   */
  public void reloadCertificates() {
    if (certificates != null) {
      certificates.reloadNow();
    }
  }

  /**
   * Runs {@code beat} again and again, each time after every event loop has turned, for as long as
   * they do. It is run on an event loop, and must not block.
   */
  public void onEveryTurn(Duration every, Runnable beat) {
    EventLoops.onEveryTurn(eventLoops, every, beat);
  }

  /** How often each limit has acted since the start. */
  public Map<Limit, Long> limitsActed() {
    return limitCounters.totals();
  }

  /** How many bytes all connections together may make the server hold. */
  public long maxBufferedBytes() {
    return budget.maxBytes();
  }

  /** How many bytes all connections together make the server hold now. */
  public long bufferedBytes() {
    return budget.heldBytes();
  }

  /**
   * Says on the admin port that this server is not ready, and serves on until {@link #close}: time
   * for balancers to send their peers elsewhere.
   */
  public void announceStop() {
    state.compareAndSet(State.SERVING, State.LEAVING);
  }

  /**
   * Stops: accepts nobody any more, answers what has arrived, and closes. Returns when that is
   * done, at the latest when the time for it is over. Further calls do nothing.
   */
  @Override
  public void close() {
    announceStop();
    if (!state.compareAndSet(State.LEAVING, State.DRAINING)) {
      return;
    }
    watch.close();
    long deadlineNanos = System.nanoTime() + config.guard().drainTimeout().toNanos();
    List<Future<?>> drained = new ArrayList<>();
    if (tcp != null) {
      drained.add(tcp.drain());
    }
    if (udp != null) {
      drained.addAll(udp.drain());
    }
    for (Future<?> listener : drained) {
      listener.awaitUninterruptibly(
          Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
    abandon();
    limitReport.run(); // the event loops have ended, and with them its other runs
  }

  /** Before anything is open, for it may take as long as the system's resolver waits. */
  private static Map<Protocol, TargetAddresses> lookUpTargets(
      ServerConfig config, HostResolver resolver) throws ListenException {
    Map<Protocol, TargetAddresses> targets = new EnumMap<>(Protocol.class);
    for (Protocol protocol : config.forwarded()) {
      ForwardTarget target = config.forward(protocol).get();
      try {
        targets.put(protocol, TargetAddresses.lookUp(target, resolver));
      } catch (UnknownHostException e) {
        throw ListenException.targetUnknown(protocol, config.address(protocol), target);
      }
    }
    return targets;
  }

  private void refuseToForwardToItself() throws ListenException {
    for (Map.Entry<Protocol, TargetAddresses> entry : targets.entrySet()) {
      Protocol protocol = entry.getKey();
      TargetAddresses addresses = entry.getValue();
      List<InetSocketAddress> own = new ArrayList<>(List.of(address(protocol)));
      if (protocol == Protocol.TCP) {
        adminAddress().ifPresent(own::add); // strangers would come there as from this machine
      }
      for (InetSocketAddress bound : own) {
        if (addresses.addresses().stream().anyMatch(to -> OwnAddresses.leadTo(bound, to))) {
          throw ListenException.targetIsOwn(protocol, bound, addresses.target());
        }
      }
      addresses.shutOut(to -> own.stream().anyMatch(bound -> OwnAddresses.leadTo(bound, to)));
    }
  }

  private void openAdminPort() throws ListenException {
    if (config.admin().isPresent()) {
      MetricsPage metricsPage = newMetricsPage();
      admin = AdminPort.open(config.admin().get(), config.transport(), adminRoutes(metricsPage));
      admin.execute(metricsPage::warmUp);
    }
  }

  private AdminRoutes adminRoutes(MetricsPage metricsPage) {
    Health health = new Health(state::get, () -> standsStill, config.admin().get().language());
    AdminRoutes routes =
        new AdminRoutes()
            .addOpen("/livez", health::live)
            .addOpen("/readyz", health::ready)
            .add(HttpMethod.GET, "/metrics", metricsPage::answer);
    ImpairActions.addTo(
        routes,
        impairment.orElseThrow(),
        new ImpairText.Wires(config.protocols(), config.forwarded()),
        config.admin().get());
    SessionActions.addTo(routes, stories, recentSessions.orElseThrow());
    EventActions.addTo(routes, liveEvents.orElseThrow(), config.admin().get());
    return routes;
  }

  private MetricsPage newMetricsPage() {
    String version = AcuseServer.class.getPackage().getImplementationVersion();
    MetricsPage page =
        new MetricsPage(
            new MetricsPage.Build(
                version == null ? "" : version,
                config.transport().resolve().name().toLowerCase(Locale.ROOT)),
            metrics,
            limitCounters,
            budget,
            () -> state.get() == State.SERVING,
            () -> tls.map(each -> each.certificate().getNotAfter().toInstant()));
    impairment.ifPresent(present -> page.add(new FaultMetrics(present)));
    return page;
  }

  private void listen() throws ListenException {
    ServerObserver told =
        stories.areWanted() && impairment.isPresent()
            ? observer.then(stories.faultCounter())
            : observer;
    Shared shared =
        new Shared(
            budget,
            limitCounters,
            metrics,
            new SessionIds(),
            told,
            stories,
            capture,
            impairment,
            targets);
    if (config.protocols().contains(Protocol.TCP)) {
      tcp = TcpListener.listen(config, tls, eventLoops, shared);
    }
    if (config.protocols().contains(Protocol.UDP)) {
      udp = UdpListener.listen(config, eventLoops, shared);
    }
    long maxBufferedBytes = config.guard().maxBufferedBytes();
    budget.setMaxBytes(
        maxBufferedBytes == GuardConfig.HALF_OF_DIRECT_MEMORY
            ? DirectMemory.leftBytes() / 2
            : maxBufferedBytes);
    eventLoops.scheduleWithFixedDelay(
        limitReport, LIMIT_REPORT_SECONDS, LIMIT_REPORT_SECONDS, TimeUnit.SECONDS);
    watch =
        EventLoopWatch.start(
            eventLoops,
            STANDSTILL,
            () -> {
              standsStill = true;
              observer.eventLoopStandsStill(STANDSTILL);
            });
    if (tls.isPresent()) {
      certificates = CertificateWatch.start(tls.get(), CERTIFICATE_LOOK, observer);
    }
  }

  /**
   * Closes what is open and ends the threads; Netty would close open channels itself, but later.
   */
  private void abandon() {
    if (tcp != null) {
      tcp.close();
    }
    if (udp != null) {
      udp.close();
    }
    if (certificates != null) {
      certificates.close();
    }
    if (watch != null) {
      watch.close();
    }
    eventLoops.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    if (admin != null) {
      admin.close(); // last, for until now it tells that the server stops
    }
    state.set(State.CLOSED);
  }
}
