package acuse.server.udp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * The sockets that stand beside a wildcard's: for each address of this machine that was asked, one
 * for each worker, as for the wildcard itself. Thread-safe; no event loop waits for another here.
 */
final class AskedAddressSockets {
  /** All of 127.0.0.0/8 is local, so that a local peer could ask for millions. */
  private static final int MAX_ADDRESSES = 256;

  /** A flood to an address that cannot be had is not to bring a bind with each datagram. */
  private static final long TRY_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** The sockets on one address, which are open or are being opened. */
  record Opened(Map<UdpWorker, Promise<Channel>> byWorker, long atNanos) {
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
  private final ConcurrentMap<InetAddress, Opened> sockets = new ConcurrentHashMap<>();

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
   * The socket of {@code worker} on {@code asked}, a unicast address. If nobody asked there before,
   * the sockets of all workers are being opened, for the kernel then prefers them to every
   * wildcard's.
   *
   * @return null where there is to be none
   */
  Future<Channel> of(UdpWorker worker, InetSocketAddress asked, long nowNanos) {
    Opened opened = sockets.get(asked.getAddress());
    if (opened == null ? sockets.size() < MAX_ADDRESSES : opened.isToBeTriedAgain(nowNanos)) {
      opened = openInsteadOf(opened, asked, nowNanos);
    }
    return opened == null ? null : opened.byWorker.get(worker);
  }

  /**
   * Opens a socket for each worker. Where this fails, as for an address that has just gone, or for
   * want of descriptors, the wildcard's socket answers until it is tried again.
   */
  Opened open(InetSocketAddress address, long nowNanos) {
    return openInsteadOf(null, address, nowNanos);
  }

  /**
   * @param before null if there were none
   * @return those of another event loop, where that was quicker
   */
  private Opened openInsteadOf(Opened before, InetSocketAddress address, long nowNanos) {
    Map<UdpWorker, Promise<Channel>> byWorker = new HashMap<>();
    workers.forEach(worker -> byWorker.put(worker, worker.newSocketPromise()));
    Opened opened = new Opened(byWorker, nowNanos);
    boolean isFirst =
        before == null
            ? sockets.putIfAbsent(address.getAddress(), opened) == null
            : sockets.replace(address.getAddress(), before, opened);
    if (!isFirst) {
      return sockets.get(address.getAddress());
    }
    byWorker.forEach(
        (worker, socket) ->
            worker
                .open(address, sharing)
                .addListener((ChannelFuture bound) -> tell(socket, bound)));
    return opened;
  }

  private static void tell(Promise<Channel> socket, ChannelFuture bound) {
    if (bound.isSuccess()) {
      socket.setSuccess(bound.channel());
    } else {
      socket.setFailure(bound.cause());
    }
  }
}
