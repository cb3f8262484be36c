package acuse.server.udp;

import acuse.common.protocol.Protocol;
import acuse.server.config.ServerConfig;
import acuse.server.guard.AnswerRate;
import acuse.server.guard.GuardConfig;
import acuse.server.guard.Limit;
import acuse.server.guard.LimitCounters;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.BitSet;

/**
 * Decides which datagrams get an answer. A sender's address can be forged: the answer goes to the
 * machine that really has that address, and that machine may answer in turn. Thread-safe.
 */
final class UdpGuard {
  /** Services live below; clients get their ports from above (RFC 6335, section 6). */
  private static final int FIRST_CLIENT_PORT = 1024;

  private final GuardConfig config;
  private final BitSet refusedPorts = new BitSet();
  private final LimitCounters counters;
  private final LoopDetector loops;
  private final AnswerRate rate;

  /**
   * Guards a server with this configuration. A TCP port that the system chose is one of those that
   * clients get too, and is not refused.
   */
  UdpGuard(ServerConfig server, LimitCounters counters) {
    this.config = server.guard();
    this.refusedPorts.set(0, FIRST_CLIENT_PORT);
    if (server.protocols().contains(Protocol.TCP)) {
      this.refusedPorts.set(server.tcpPort());
    }
    this.config.udpRefusedPorts().forEach(refusedPorts::set);
    this.counters = counters;
    this.loops = new LoopDetector(server.reply().compile(Protocol.UDP));
    this.rate =
        config.udpAnswersPerSecond() == GuardConfig.NO_LIMIT
            ? null
            : new AnswerRate(config.udpAnswersPerSecond(), System.nanoTime());
  }

  /**
   * Whether the datagram may be answered; if so, that answer counts as given.
   *
   * @param ownPort where it came in
   * @param tooLong whether the answer would be a rejection
   */
  boolean admits(
      InetSocketAddress sender,
      int ownPort,
      ByteBuf bytes,
      int index,
      int length,
      boolean tooLong) {
    Limit limit = limitReached(sender, ownPort, bytes, index, length, tooLong);
    if (limit != null) {
      counters.acted(limit);
    }
    return limit == null;
  }

  /**
   * Whether a datagram that was admitted, or its answer, may be there twice on purpose: that brings
   * an answer more.
   */
  boolean admitsCopy(InetSocketAddress peer) {
    boolean admitted = isWithinRate(peer);
    if (!admitted) {
      counters.acted(Limit.UDP_RATE);
    }
    return admitted;
  }

  /** A datagram was sent to many machines at once, and gets no answer from this one. */
  void refusedBroadcast() {
    counters.acted(Limit.UDP_BROADCAST);
  }

  /** An answer that was admitted could not be sent, for too many wait. */
  void dropped() {
    counters.acted(Limit.UDP_QUEUE);
  }

  private Limit limitReached(
      InetSocketAddress sender,
      int ownPort,
      ByteBuf bytes,
      int index,
      int length,
      boolean tooLong) {
    if (!config.rules().admit(sender.getAddress())) {
      return Limit.ADDRESS_RULES;
    }
    int port = sender.getPort();
    if (port == ownPort || refusedPorts.get(port)) {
      return Limit.UDP_PORT;
    }
    if (loops.isLoop(bytes, index, length, tooLong)) {
      return Limit.UDP_LOOP;
    }
    return isWithinRate(sender) ? null : Limit.UDP_RATE;
  }

  private boolean isWithinRate(InetSocketAddress peer) {
    return rate == null || rate.grant(peer.getAddress(), System.nanoTime());
  }
}
