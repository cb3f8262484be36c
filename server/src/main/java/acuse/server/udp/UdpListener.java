package acuse.server.udp;

import acuse.common.protocol.Protocol;
import acuse.server.config.ServerConfig;
import acuse.server.host.ListenException;
import acuse.server.reply.Acknowledgement;
import acuse.server.session.SessionEnd;
import acuse.server.session.SessionObserver;
import acuse.server.transport.AddressFamily;
import acuse.server.transport.IoTransport;
import acuse.server.transport.SharedReceiveBuffer;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Listens for datagrams. On a wildcard address it opens a socket for each address of this machine
 * besides, so that replies come from where they were asked: see {@link AskedAddressRouter}.
 */
public final class UdpListener {
  /** The longest datagram over IPv6; a smaller buffer would cut datagrams short. */
  private static final int MAX_DATAGRAM_BYTES = 65_527;

  /** With epoll, one system call takes so many (recvmmsg(2)), and one sends the replies. */
  private static final int DATAGRAMS_PER_READ = 32;

  /** When the server stops: without a datagram for this long, none waits in a socket. */
  private static final long DRAIN_QUIET_MILLIS = 20;

  /** Peers who never fall silent cannot keep the server from stopping: half a second in all. */
  private static final int DRAIN_MAX_CHECKS = 25;

  private final ServerConfig config;
  private final EventLoop eventLoop;
  private final UdpResponder responder;
  private final UdpSessions sessions;
  private final SharedReceiveBuffer receiveBuffer;
  private final ChannelGroup sockets;
  private final Channel mainSocket;

  private UdpListener(ServerConfig config, EventLoop eventLoop, SessionObserver observer)
      throws ListenException {
    this.config = config;
    this.eventLoop = eventLoop;
    this.sessions = new UdpSessions(observer);
    this.responder =
        new UdpResponder(config, Acknowledgement.of(config, Protocol.UDP), observer, sessions);
    this.receiveBuffer =
        new SharedReceiveBuffer(
            isEpoll() ? DATAGRAMS_PER_READ * MAX_DATAGRAM_BYTES : MAX_DATAGRAM_BYTES);
    this.sockets = new DefaultChannelGroup(eventLoop, true);
    this.mainSocket = openMainSocket();
    eventLoop.scheduleWithFixedDelay(
        () -> sessions.endSilent(System.nanoTime()), 1, 1, TimeUnit.SECONDS);
  }

  /**
   * Listens; returns when datagrams are being answered.
   *
   * @throws ListenException if the address cannot be had
   */
  public static UdpListener listen(
      ServerConfig config, EventLoopGroup eventLoops, SessionObserver observer)
      throws ListenException {
    return new UdpListener(config, eventLoops.next(), observer);
  }

  /** With the real port. */
  public InetSocketAddress address() {
    return (InetSocketAddress) mainSocket.localAddress();
  }

  /**
   * Answers what has arrived, and closes.
   *
   * @return is done when the last socket is closed
   */
  public Future<?> drain() {
    Promise<Void> closed = eventLoop.newPromise();
    eventLoop.execute(() -> closeWhenQuiet(DRAIN_MAX_CHECKS, closed));
    return closed;
  }

  /** Closes without another word. */
  public void close() {
    sockets.close().awaitUninterruptibly();
  }

  private void closeWhenQuiet(int checksLeft, Promise<Void> closed) {
    eventLoop.schedule(
        () -> {
          if (responder.heardSinceLastAsked() && checksLeft > 0) {
            closeWhenQuiet(checksLeft - 1, closed);
          } else {
            sessions.endAll(SessionEnd.SERVER_STOPPED);
            sockets.close().addListener(all -> closed.setSuccess(null));
          }
        },
        DRAIN_QUIET_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  private Channel openMainSocket() throws ListenException {
    InetSocketAddress address = config.address(Protocol.UDP);
    boolean wildcard = address.getAddress().isAnyLocalAddress();
    AskedAddressRouter router = new AskedAddressRouter(this::openBesideWildcard);
    Bootstrap bootstrap =
        wildcard ? bootstrap(address, router, responder) : bootstrap(address, responder);
    if (wildcard && isEpoll()) {
      bootstrap.option(EpollChannelOption.IP_RECVORIGDSTADDR, true);
    }
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw ListenException.of(Protocol.UDP, address, bound.cause());
    }
    if (wildcard) {
      // Only now: a socket with this option would share its port with a stranger's without a word.
      bound.channel().config().setOption(ChannelOption.SO_REUSEADDR, true);
      int port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
      for (InetAddress local : LocalAddresses.coveredBy(address.getAddress())) {
        openBesideWildcard(new InetSocketAddress(local, port)).awaitUninterruptibly();
      }
    }
    return bound.channel();
  }

  /** Where this fails, as for an address that has just gone, the wildcard's socket answers. */
  private ChannelFuture openBesideWildcard(InetSocketAddress address) {
    return bootstrap(address, responder).option(ChannelOption.SO_REUSEADDR, true).bind(address);
  }

  private boolean isEpoll() {
    return config.transport().resolve() == IoTransport.EPOLL;
  }

  private Bootstrap bootstrap(InetSocketAddress address, ChannelHandler... handlers) {
    Bootstrap bootstrap = new Bootstrap();
    if (isEpoll()) {
      bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_DATAGRAM_BYTES);
    }
    return bootstrap
        .group(eventLoop)
        .channelFactory(config.transport().datagramSockets(AddressFamily.of(address)))
        .option(ChannelOption.RECVBUF_ALLOCATOR, receiveBuffer)
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel socket) {
                sockets.add(socket);
                socket.pipeline().addLast(handlers);
              }
            });
  }
}
