package acuse.server.story;

import acuse.server.observe.Session;
import acuse.server.observe.SessionEnd;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * All that there is to say of a session at its end, or so far.
 *
 * @param session who talked, and since when
 * @param proxy the address of the proxy that the peer is behind; empty without one
 * @param duration from its beginning to its end, or to now
 * @param in from the peer
 * @param out to the peer
 * @param closedFirst who ended its side first; empty if nobody did
 * @param peerEnd how the peer ended
 * @param ourEnd how this side ended
 * @param reason why it is over; empty if it is not
 * @param unreadBytes that had come and were not answered
 * @param rejections of messages that were too long, or had no end
 * @param faults how often each fault on purpose acted, by its path and its name: {@code
 *     tcp-in:loss}
 * @param tls what secured it; empty without TLS
 * @param kernel what the kernel knew of it last; empty over UDP and where the kernel cannot tell
 */
public record SessionStory(
    Session session,
    Optional<InetSocketAddress> proxy,
    Duration duration,
    SideCounts in,
    SideCounts out,
    Optional<Side> closedFirst,
    StreamEnd peerEnd,
    StreamEnd ourEnd,
    Optional<SessionEnd> reason,
    long unreadBytes,
    long rejections,
    Map<String, Long> faults,
    Optional<Tls> tls,
    Optional<KernelInfo> kernel) {
  /** One of the two. */
  public enum Side {
    PEER,
    SERVER
  }

  /**
   * @param version as Java names it: {@code TLSv1.3}
   * @param cipher as Java names it: {@code TLS_AES_128_GCM_SHA256}
   */
  public record Tls(String version, String cipher) {}

  public SessionStory {
    faults = Map.copyOf(faults);
  }
}
