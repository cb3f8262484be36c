package acuse.server.tcp;

import acuse.common.protocol.Framing;
import acuse.common.transport.IoTransport;
import acuse.server.forward.TargetAddresses;
import acuse.server.forward.TargetFailure;
import acuse.server.listen.TargetFailures;
import acuse.server.observe.Session;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Connects sessions to their target, on the event loop of the session. The addresses of the target
 * are tried one after the other, all within one time.
 *
 * <p>Belongs to one event loop.
 */
final class Forwarding {
  /** All addresses together have this long. */
  static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  /** So that each that is tried has a second at least. */
  private static final int MAX_ADDRESSES = 4;

  private final TargetAddresses target;
  private final TargetFailures failures;
  private final EventLoop eventLoop;
  private final Optional<OrderedCapture> capture;
  private final Bootstrap bootstrap;

  /**
   * Nothing is connected yet.
   *
   * @param failures are shared by all event loops
   * @param sendBufferBytes the bytes that the system keeps until the target takes them
   * @param capture takes what goes over the connections; empty if nobody wants to see it
   */
  Forwarding(
      TargetAddresses target,
      TargetFailures failures,
      IoTransport transport,
      EventLoop eventLoop,
      RecvByteBufAllocator receiveBuffers,
      int sendBufferBytes,
      Optional<OrderedCapture> capture) {
    this.target = target;
    this.capture = capture;
    this.failures = failures;
    this.eventLoop = eventLoop;
    this.bootstrap =
        new Bootstrap()
            .group(eventLoop)
            .channelFactory(transport.sockets())
            .disableResolver() // the addresses are known
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_SNDBUF, sendBufferBytes)
            .option(ChannelOption.RECVBUF_ALLOCATOR, receiveBuffers)
            .option(ChannelOption.AUTO_READ, false) // until its handlers are there
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel connection) {} // once it is connected
                });
  }

  /**
   * Connects for a session. One of the two is called, later or at once, unless it is not wanted any
   * more.
   *
   * @param wanted whether the session is still there
   * @param connected takes the connection, which reads nothing yet
   * @param failed is run if none could be made, which the observers are told
   */
  void connect(
      Session session, BooleanSupplier wanted, Consumer<SocketChannel> connected, Runnable failed) {
    List<InetSocketAddress> addresses = target.addresses();
    new Attempts(
            session,
            addresses.subList(0, Math.min(addresses.size(), MAX_ADDRESSES)),
            wanted,
            connected,
            failed)
        .tryNext();
  }

  /**
   * What sees the connection to a target; empty if nobody wants to know, or it has gone already.
   */
  Optional<WireHandler> newWire(SocketChannel connection, Framing framing) {
    InetSocketAddress local = connection.localAddress();
    InetSocketAddress remote = connection.remoteAddress();
    if (capture.isEmpty() || local == null || remote == null) {
      return Optional.empty();
    }
    CapturedLeg leg = CapturedLeg.ofTarget(framing);
    return Optional.of(
        new WireHandler(List.of(new WireCapture(capture.get(), local, remote, leg))));
  }

  /** The attempts of one session. */
  private final class Attempts {
    private final Session session;
    private final List<InetSocketAddress> addresses;
    private final BooleanSupplier wanted;
    private final Consumer<SocketChannel> connected;
    private final Runnable failed;
    private final long deadlineNanos = System.nanoTime() + CONNECT_LIMIT.toNanos();
    private int next;

    Attempts(
        Session session,
        List<InetSocketAddress> addresses,
        BooleanSupplier wanted,
        Consumer<SocketChannel> connected,
        Runnable failed) {
      this.session = session;
      this.addresses = addresses;
      this.wanted = wanted;
      this.connected = connected;
      this.failed = failed;
    }

    /** Each of those that are left has an equal share of the time that is left. */
    void tryNext() {
      long leftNanos = deadlineNanos - System.nanoTime();
      long shareNanos = leftNanos / (addresses.size() - next);
      int shareMillis = (int) Math.max(1, Duration.ofNanos(shareNanos).toMillis());
      bootstrap
          .clone()
          .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, shareMillis)
          .connect(addresses.get(next))
          .addListener((ChannelFuture attempt) -> onEventLoop(() -> tried(attempt)));
      next++;
    }

    /** That there is no descriptor for a socket is told on a thread of Netty's. */
    private void onEventLoop(Runnable task) {
      if (eventLoop.inEventLoop()) {
        task.run();
      } else {
        eventLoop.execute(task);
      }
    }

    private void tried(ChannelFuture attempt) {
      Channel connection = attempt.channel();
      if (!wanted.getAsBoolean()) {
        connection.close();
      } else if (attempt.isSuccess()) {
        connected.accept((SocketChannel) connection);
      } else if (next < addresses.size()) {
        tryNext();
      } else {
        target.lookAgain();
        failures.count();
        failures.tell(session, target.target(), TargetFailure.of(attempt.cause()));
        failed.run();
      }
    }
  }
}
