package acuse.common.transport;

import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueDatagramChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.net.StandardSocketOptions;
import java.nio.channels.spi.SelectorProvider;
import java.util.Optional;

/**
 * The ways to wait for sockets that the platform may offer.
 *
 * <p>A socket is opened for the address family it is bound in, so that {@code 0.0.0.0} means IPv4
 * and nothing else. Netty cannot ask that of io_uring's and kqueue's TCP sockets.
 */
public enum IoTransport {
  /**
   * The best that works here: epoll, kqueue, nio. Not io_uring, which containers tend to forbid.
   */
  AUTO,
  EPOLL,
  IO_URING,
  KQUEUE,
  NIO;

  /** This transport, or for {@link #AUTO} the one that it stands for on this machine. */
  public IoTransport resolve() {
    if (this != AUTO) {
      return this;
    }
    return EPOLL.isAvailable() ? EPOLL : KQUEUE.isAvailable() ? KQUEUE : NIO;
  }

  /** Whether this machine has it. */
  public boolean isAvailable() {
    return switch (this) {
      case EPOLL -> Epoll.isAvailable();
      case IO_URING -> IoUring.isAvailable();
      case KQUEUE -> KQueue.isAvailable();
      case AUTO, NIO -> true;
    };
  }

  /** Why this machine does not have it, in the words of the library; empty if it has. */
  public String unavailabilityReason() {
    Throwable cause =
        switch (this) {
          case EPOLL -> Epoll.unavailabilityCause();
          case IO_URING -> IoUring.unavailabilityCause();
          case KQUEUE -> KQueue.unavailabilityCause();
          case AUTO, NIO -> null;
        };
    while (cause != null && cause.getMessage() == null) {
      cause = cause.getCause(); // the initializer of a class has failed
    }
    return cause == null ? "" : cause.getMessage();
  }

  /** Whether this is a choice of the best, and Linux's best could not be had. */
  public boolean missesEpoll() {
    return this == AUTO && isLinux() && !EPOLL.isAvailable();
  }

  /** Makes the part of an event loop that waits for sockets. */
  public IoHandlerFactory ioHandlerFactory() {
    return switch (resolve()) {
      case EPOLL -> KeptEpollHandler.newFactory();
      case IO_URING -> IoUringIoHandler.newFactory();
      case KQUEUE -> KQueueIoHandler.newFactory();
      case AUTO, NIO -> NioIoHandler.newFactory();
    };
  }

  /** Opens the sockets that accept TCP connections. */
  public ChannelFactory<ServerSocketChannel> serverSockets(SocketProtocolFamily family) {
    return switch (resolve()) {
      case EPOLL -> () -> new EpollServerSocketChannel(family);
      case IO_URING -> IoUringServerSocketChannel::new;
      case KQUEUE -> KQueueServerSocketChannel::new;
      case AUTO, NIO -> () -> new NioServerSocketChannel(SelectorProvider.provider(), family);
    };
  }

  /** Opens sockets for TCP connections to others. */
  public ChannelFactory<SocketChannel> sockets() {
    return switch (resolve()) {
      case EPOLL -> EpollSocketChannel::new;
      case IO_URING -> IoUringSocketChannel::new;
      case KQUEUE -> KQueueSocketChannel::new;
      case AUTO, NIO -> NioSocketChannel::new;
    };
  }

  /**
   * Takes over a listening socket that this process was started with. For {@link #EPOLL}.
   *
   * @param descriptor its number; not blocking
   */
  public ChannelFactory<ServerSocketChannel> inheritedServerSocket(int descriptor) {
    return () -> new EpollServerSocketChannel(descriptor);
  }

  /** The same for a UDP socket. */
  public ChannelFactory<DatagramChannel> inheritedDatagramSocket(int descriptor) {
    return () -> new EpollDatagramChannel(descriptor);
  }

  /**
   * The option for UDP sockets that share a port, if this system then spreads the senders evenly
   * over them, as Linux does (SO_REUSEPORT in socket(7)). Elsewhere one of them would get all.
   */
  public Optional<ChannelOption<Boolean>> datagramBalancing() {
    if (!isLinux()) {
      return Optional.empty();
    }
    return Optional.of(
        resolve() == NIO
            ? NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT)
            : UnixChannelOption.SO_REUSEPORT);
  }

  /** Opens UDP sockets. */
  public ChannelFactory<DatagramChannel> datagramSockets(SocketProtocolFamily family) {
    return switch (resolve()) {
      case EPOLL -> () -> new EpollDatagramChannel(family);
      case IO_URING -> () -> new IoUringDatagramChannel(family);
      case KQUEUE -> () -> new KQueueDatagramChannel(family);
      case AUTO, NIO -> () -> new NioDatagramChannel(family);
    };
  }

  private static boolean isLinux() {
    return System.getProperty("os.name").equals("Linux");
  }
}
