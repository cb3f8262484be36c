package acuse.server;

import acuse.common.command.OpenFiles;
import acuse.common.protocol.Protocol;
import acuse.server.config.ServerConfig;
import acuse.server.guard.BufferBudget;
import acuse.server.guard.GuardConfig;
import acuse.server.guard.GuardObserver;
import acuse.server.guard.Limit;
import acuse.server.guard.LimitCounters;
import acuse.server.guard.LimitReport;
import acuse.server.host.ListenException;
import acuse.server.session.SessionObserver;
import acuse.server.tcp.TcpListener;
import acuse.server.transport.DirectMemory;
import acuse.server.udp.UdpListener;
import io.netty.channel.ChannelException;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A running server: TCP and UDP on one group of event loops, which it owns.
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
  private static final long LIMIT_REPORT_SECONDS = 1;

  /** No single task of an event loop takes a tenth of this. */
  private static final Duration STANDSTILL = Duration.ofSeconds(10);

  /** Jars that are not open yet, and native libraries. */
  private static final int FILES_TO_LOAD_LIBRARIES = 16;

  /** With epoll: itself, two to wake it up, a UDP socket, and one to ask the kernel with. */
  private static final int FILES_PER_EVENT_LOOP = 5;

  /** A server that can accept nobody is none. */
  private static final int FILES_FOR_PEERS = 8;

  private final ServerConfig config;
  private final EventLoopGroup eventLoops;
  private final BufferBudget budget = new BufferBudget();
  private final LimitCounters limitCounters = new LimitCounters();
  private final AtomicBoolean closing = new AtomicBoolean();

  private TcpListener tcp;
  private UdpListener udp;
  private LimitReport limitReport;
  private EventLoopWatch watch;

  private AcuseServer(ServerConfig config, EventLoopGroup eventLoops) {
    this.config = config;
    this.eventLoops = eventLoops;
  }

  /** A server with nobody watching. */
  public static AcuseServer start(ServerConfig config) throws ListenException {
    return start(config, SessionObserver.NONE, GuardObserver.NONE);
  }

  /**
   * Starts a server; returns when all its sockets are open.
   *
   * @param observer is told what happens in the sessions, on the server's event loops
   * @param guardObserver is told who was not served, on the server's event loops
   * @throws ListenException if a socket cannot be opened; then none is left open
   */
  public static AcuseServer start(
      ServerConfig config, SessionObserver observer, GuardObserver guardObserver)
      throws ListenException {
    // A class of a library that finds no file left when it is loaded stays broken: so all of that
    // comes first, and what is left is counted then.
    requireOpenFiles(config, FILES_TO_LOAD_LIBRARIES);
    DefaultChannelId.newInstance();
    requireOpenFiles(config, config.threads() * FILES_PER_EVENT_LOOP + FILES_FOR_PEERS);
    AcuseServer server = new AcuseServer(config, newEventLoops(config));
    try {
      server.listen(observer, guardObserver);
      requireOpenFiles(config, FILES_FOR_PEERS);
      return server;
    } catch (ListenException | RuntimeException | Error e) {
      server.abandon();
      throw e;
    }
  }

  /**
   * Where it listens on TCP, with the real port.
   *
   * @throws IllegalStateException if it does not
   */
  public InetSocketAddress tcpAddress() {
    return listening(tcp, Protocol.TCP).address();
  }

  /**
   * Where it listens on UDP, with the real port.
   *
   * @throws IllegalStateException if it does not
   */
  public InetSocketAddress udpAddress() {
    return listening(udp, Protocol.UDP).address();
  }

  /**
   * Stops: accepts nobody any more, answers what has arrived, and closes. Returns when that is
   * done, at the latest when the time for it is over. Further calls do nothing.
   */
  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
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

  /** How often each limit has kept somebody from being served, since the start. */
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

  private static EventLoopGroup newEventLoops(ServerConfig config) throws ListenException {
    try {
      return new MultiThreadIoEventLoopGroup(
          config.threads(),
          new DefaultThreadFactory("acuse", true),
          config.transport().ioHandlerFactory());
    } catch (IllegalStateException e) {
      if (!(e.getCause() instanceof ChannelException)) {
        throw e;
      }
      // Each event loop takes descriptors, of which this process may have too few.
      Protocol first = Collections.min(config.protocols());
      throw ListenException.of(first, config.address(first), e.getCause());
    }
  }

  private static void requireOpenFiles(ServerConfig config, int count) throws ListenException {
    if (!OpenFiles.canOpen(count)) {
      Protocol first = Collections.min(config.protocols());
      throw ListenException.tooManyFiles(first, config.address(first));
    }
  }

  private void listen(SessionObserver observer, GuardObserver guardObserver)
      throws ListenException {
    if (config.protocols().contains(Protocol.TCP)) {
      tcp = TcpListener.listen(config, eventLoops, budget, limitCounters, observer, guardObserver);
    }
    if (config.protocols().contains(Protocol.UDP)) {
      udp = UdpListener.listen(config, eventLoops, limitCounters, observer);
    }
    long maxBufferedBytes = config.guard().maxBufferedBytes();
    budget.setMaxBytes(
        maxBufferedBytes == GuardConfig.HALF_OF_DIRECT_MEMORY
            ? DirectMemory.leftBytes() / 2
            : maxBufferedBytes);
    limitReport = new LimitReport(limitCounters, guardObserver);
    eventLoops.scheduleWithFixedDelay(
        limitReport, LIMIT_REPORT_SECONDS, LIMIT_REPORT_SECONDS, TimeUnit.SECONDS);
    watch =
        EventLoopWatch.start(
            eventLoops, STANDSTILL, () -> guardObserver.eventLoopStandsStill(STANDSTILL));
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
    eventLoops.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }

  private static <T> T listening(T listener, Protocol protocol) {
    if (listener == null) {
      throw new IllegalStateException("not listening protocol=" + protocol);
    }
    return listener;
  }
}
