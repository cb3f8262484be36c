package acuse.server.udp;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The sockets that stand beside a wildcard's: for each address of this machine that was asked, one
 * a worker, as for the wildcard itself. Thread-safe.
 */
final class AskedAddressSockets {
  /** All of 127.0.0.0/8 is local, so that a local peer could ask for millions. */
  private static final int MAX_ADDRESSES = 256;

  /** A flood to an address that cannot be had is not to bring a bind with each datagram. */
  private static final long TRY_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** The sockets on one address. */
  record Opened(Map<UdpWorker, ChannelFuture> byWorker, long atNanos) {
    /**
     * Only if all have failed: to those that are open, the kernel gives everything that comes to
     * their address.
     */
    private boolean isToBeTriedAgain(long nowNanos) {
      return nowNanos - atNanos >= TRY_AGAIN_NANOS
          && byWorker.values().stream().allMatch(socket -> socket.cause() != null);
    }
  }

  private final List<UdpWorker> workers;
  private final Map<ChannelOption<Boolean>, Boolean> sharing;
  private final Map<InetAddress, Opened> sockets = new HashMap<>();

  /**
   * Has none yet.
   *
   * @param sharing the options that let sockets share an address, and its port with a wildcard's
   */
  AskedAddressSockets(List<UdpWorker> workers, Map<ChannelOption<Boolean>, Boolean> sharing) {
    this.workers = workers;
    this.sharing = sharing;
  }

  /**
   * The socket of {@code worker} on {@code asked}. If nobody asked there before, the sockets of all
   * workers are being opened, for the kernel then prefers them to every wildcard's.
   *
   * @return null where there is to be none
   */
  synchronized ChannelFuture of(UdpWorker worker, InetSocketAddress asked, long nowNanos) {
    Opened opened = sockets.get(asked.getAddress());
    if (opened == null ? canOpen(asked.getAddress()) : opened.isToBeTriedAgain(nowNanos)) {
      opened = open(asked, nowNanos);
    }
    return opened == null ? null : opened.byWorker.get(worker);
  }

  /**
   * Opens a socket a worker. Where this fails, as for an address that has just gone, or for want of
   * descriptors, the wildcard's socket answers until it is tried again.
   */
  synchronized Opened open(InetSocketAddress address, long nowNanos) {
    Map<UdpWorker, ChannelFuture> byWorker = new HashMap<>();
    workers.forEach(worker -> byWorker.put(worker, worker.open(address, sharing)));
    Opened opened = new Opened(byWorker, nowNanos);
    sockets.put(address.getAddress(), opened);
    return opened;
  }

  /** The wildcard itself is what transports say that cannot tell which address was asked. */
  private boolean canOpen(InetAddress asked) {
    return !asked.isAnyLocalAddress()
        && sockets.size() < MAX_ADDRESSES
        && LocalAddresses.isUnicast(asked);
  }
}
