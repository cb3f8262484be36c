package acuse.server.udp;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sockets that stand beside a wildcard's: for each address of this machine that was asked, one
 * a worker, as for the wildcard itself. Thread-safe.
 */
final class AskedAddressSockets {
  /** All of 127.0.0.0/8 is local, so that a local peer could ask for millions. */
  private static final int MAX_ADDRESSES = 256;

  private final List<UdpWorker> workers;
  private final Map<ChannelOption<Boolean>, Boolean> sharing;
  private final Map<InetAddress, Map<UdpWorker, ChannelFuture>> sockets = new HashMap<>();

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
  synchronized ChannelFuture of(UdpWorker worker, InetSocketAddress asked) {
    Map<UdpWorker, ChannelFuture> opened = sockets.get(asked.getAddress());
    if (opened == null && canOpen(asked.getAddress())) {
      opened = open(asked);
    }
    return opened == null ? null : opened.get(worker);
  }

  /**
   * Opens a socket a worker. Where this fails, as for an address that has just gone, the wildcard's
   * socket answers.
   */
  synchronized Map<UdpWorker, ChannelFuture> open(InetSocketAddress address) {
    Map<UdpWorker, ChannelFuture> opened = new HashMap<>();
    workers.forEach(worker -> opened.put(worker, worker.open(address, sharing)));
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
