package acuse.server.story;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.channel.uring.IoUringTcpInfo;
import java.util.Optional;

/**
 * What the kernel knows of a connection (TCP_INFO, tcp(7)). Its round-trip time is smoothed, and on
 * loopback no measurement of anything.
 *
 * @param rttMicros the smoothed round-trip time
 * @param rttVarianceMicros its mean deviation
 * @param retransmits segments that were sent again, since the connection began
 * @param mss the longest segment that is sent, in bytes
 * @param cwnd the congestion window, in segments
 * @param pmtu the longest packet that the way is known to take, in bytes
 */
public record KernelInfo(
    long rttMicros, long rttVarianceMicros, long retransmits, long mss, long cwnd, long pmtu) {
  /**
   * Asks the kernel, by one system call. To be called on the event loop of {@code connection}.
   *
   * @return empty if it is closed, or if its transport cannot tell: only epoll and io_uring can
   */
  public static Optional<KernelInfo> of(Channel connection) {
    if (!connection.isOpen()) {
      return Optional.empty();
    }
    try {
      if (connection instanceof EpollSocketChannel epoll) {
        EpollTcpInfo info = epoll.tcpInfo();
        return Optional.of(
            new KernelInfo(
                info.rtt(),
                info.rttvar(),
                info.totalRetrans(),
                info.sndMss(),
                info.sndCwnd(),
                info.pmtu()));
      }
      if (connection instanceof IoUringSocketChannel ring) {
        IoUringTcpInfo info = ring.tcpInfo();
        return Optional.of(
            new KernelInfo(
                info.rtt(),
                info.rttvar(),
                info.totalRetrans(),
                info.sndMss(),
                info.sndCwnd(),
                info.pmtu()));
      }
      return Optional.empty();
    } catch (ChannelException e) {
      return Optional.empty(); // it was closed meanwhile
    }
  }
}
