package acuse.server.udp;

import acuse.common.protocol.Protocol;
import acuse.server.config.ServerConfig;
import acuse.server.guard.AnswerRate;
import acuse.server.guard.GuardConfig;
import acuse.server.guard.Limit;
import acuse.server.guard.LimitCounters;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Decides what is forwarded. A sender's address can be forged, and what the target sends then goes
 * to the machine that really has that address.
 *
 * <p>Peers are trusted where only this machine can ask, and if {@code --allow} names them: they may
 * use any port, open sockets onward at any rate, and get any number of bytes. {@code --udp-rate}
 * holds for them, too. Thread-safe.
 */
final class ForwardGuard {
  /** Services live below; clients get their ports from above (RFC 6335, section 6). */
  private static final int FIRST_CLIENT_PORT = 1024;

  /** A network of IPv6 has so many bytes in common; each machine may choose the others. */
  private static final int IPV6_NETWORK_BYTES = 8;

  private final GuardConfig config;
  private final int tcpPort;
  private final boolean onLoopbackAlone;
  private final LimitCounters counters;
  private final LongSupplier nanoTime;
  private final AnswerRate newOfNetwork;
  private final AnswerRate newInAll;

  /** Null if there may be any number. */
  private final AnswerRate replies;

  /** Nothing has come. */
  ForwardGuard(
      ServerConfig server, LimitCounters counters, ForwardLimits limits, LongSupplier nanoTime) {
    long nowNanos = nanoTime.getAsLong();
    this.nanoTime = nanoTime;
    this.config = server.guard();
    this.tcpPort = server.protocols().contains(Protocol.TCP) ? server.tcpPort() : 0;
    this.onLoopbackAlone = server.address(Protocol.UDP).getAddress().isLoopbackAddress();
    this.counters = counters;
    this.newOfNetwork = new AnswerRate(limits.newPerNetwork(), nowNanos);
    this.newInAll = AnswerRate.ofAll(limits.newInAll(), nowNanos);
    this.replies =
        config.udpAnswersPerSecond() == GuardConfig.NO_LIMIT
            ? null
            : new AnswerRate(config.udpAnswersPerSecond(), nowNanos);
  }

  /**
   * Whether a datagram may go on to the target.
   *
   * @param ownPort where it came in
   */
  boolean admits(InetSocketAddress sender, int ownPort) {
    if (!config.rules().admit(sender.getAddress())) {
      return refuse(Limit.ADDRESS_RULES);
    }
    int port = sender.getPort();
    if (config.udpRefusedPorts().contains(port)
        || (isOfService(port, ownPort) && !trusts(sender.getAddress()))) {
      return refuse(Limit.UDP_PORT);
    }
    return true;
  }

  /** Whether no limit but {@code --udp-rate} holds for this address. */
  boolean trusts(InetAddress peer) {
    return onLoopbackAlone || config.rules().names(peer);
  }

  /** Whether a socket onward may be opened for a peer that is not trusted. */
  boolean admitsNew(InetAddress peer) {
    long nowNanos = nanoTime.getAsLong();
    return (newOfNetwork.grant(network(peer), nowNanos) && newInAll.grant(peer, nowNanos))
        || refuse(Limit.FORWARD_RATE);
  }

  /**
   * Whether a datagram may go back to a peer; if so, it counts as gone.
   *
   * @param account null for a peer that is trusted
   */
  boolean admitsReply(InetSocketAddress peer, ByteAccount account, int bytes) {
    if (account != null && !account.has(bytes)) {
      return refuse(Limit.FORWARD_BYTES);
    }
    if (replies != null && !replies.grant(peer.getAddress(), nanoTime.getAsLong())) {
      return refuse(Limit.UDP_RATE);
    }
    if (account != null) {
      account.spend(bytes);
    }
    return true;
  }

  /** Something is not forwarded. Returns false. */
  boolean refuse(Limit limit) {
    counters.acted(limit);
    return false;
  }

  private boolean isOfService(int port, int ownPort) {
    return port < FIRST_CLIENT_PORT || port == ownPort || port == tcpPort;
  }

  private static InetAddress network(InetAddress peer) {
    if (peer instanceof Inet4Address) {
      return peer;
    }
    byte[] bytes = peer.getAddress();
    Arrays.fill(bytes, IPV6_NETWORK_BYTES, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of IPv6 has 16 bytes", e);
    }
  }
}
