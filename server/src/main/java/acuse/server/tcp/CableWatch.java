package acuse.server.tcp;

import acuse.server.guard.GuardConfig;
import acuse.server.observe.SessionEnd;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.Optional;

/**
 * How long nothing has moved on the two connections of a forwarded session. Each end has to take
 * what waits for it, and while nothing waits, one of them has to speak.
 *
 * <p>Belongs to the event loop of both.
 */
final class CableWatch {
  private final StallWatch peer = new StallWatch(System.nanoTime());
  private final StallWatch target = new StallWatch(System.nanoTime());
  private final Duration idleTimeout;
  private final Duration writeTimeout;

  /** Everything has just moved. */
  CableWatch(GuardConfig limits) {
    this.idleTimeout = limits.idleTimeout();
    this.writeTimeout = limits.writeTimeout();
  }

  /** Of what the peer sends and takes. */
  StallWatch peer() {
    return peer;
  }

  /** Of what the target sends and takes. */
  StallWatch target() {
    return target;
  }

  /** It is nobody's turn: the server itself holds something back. */
  void restart(long nowNanos) {
    peer.restart(nowNanos);
    target.restart(nowNanos);
  }

  /**
   * Why the session is to end; empty if it is not.
   *
   * @param toTarget null while there is none
   */
  Optional<SessionEnd> end(Channel toPeer, Channel toTarget, long nowNanos) {
    long forPeerBytes = PendingReplies.bytes(toPeer);
    long forTargetBytes = toTarget == null ? 0 : PendingReplies.bytes(toTarget);
    long peerNanos = peer.stillNanos(forPeerBytes, nowNanos);
    long targetNanos = target.stillNanos(forTargetBytes, nowNanos);
    if (forPeerBytes > 0 && peerNanos > writeTimeout.toNanos()) {
      return Optional.of(SessionEnd.NOT_READING);
    }
    if (forTargetBytes > 0 && targetNanos > writeTimeout.toNanos()) {
      return Optional.of(SessionEnd.TARGET_NOT_READING);
    }
    boolean idle = Math.min(peerNanos, targetNanos) > idleTimeout.toNanos();
    return idle && forPeerBytes + forTargetBytes == 0
        ? Optional.of(SessionEnd.IDLE)
        : Optional.empty();
  }
}
