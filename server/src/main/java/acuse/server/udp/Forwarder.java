package acuse.server.udp;

import acuse.common.protocol.Protocol;
import acuse.server.capture.Capture;
import acuse.server.config.ServerConfig;
import acuse.server.forward.TargetAddresses;
import acuse.server.forward.TargetFailure;
import acuse.server.forward.TargetFailure.Reason;
import acuse.server.guard.Limit;
import acuse.server.listen.Shared;
import acuse.server.listen.TargetFailures;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.Session;
import acuse.server.story.SessionTally;
import acuse.server.story.Stories;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * What all event loops share that forward datagrams: the target, the limits, and those who are
 * told. Thread-safe.
 */
final class Forwarder {
  /** After the system gave no socket, it is not asked for so long. */
  private static final long NO_SOCKET_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Shared shared;
  private final Optional<DatagramFaults.Source> faults;
  private final ForwardLimits limits;
  private final LongSupplier nanoTime;
  private final ForwardGuard guard;
  private final OnwardTarget target;
  private final TargetFailures failures;
  private final AtomicInteger sockets = new AtomicInteger();
  private volatile long noSocketAtNanos;

  /**
   * Has no sockets onward.
   *
   * @param faults empty if there cannot be any
   * @param nanoTime the clock, which is {@link System#nanoTime} but in tests
   */
  Forwarder(
      ServerConfig config,
      TargetAddresses addresses,
      Shared shared,
      Optional<DatagramFaults.Source> faults,
      ForwardLimits limits,
      LongSupplier nanoTime) {
    this.shared = shared;
    this.faults = faults;
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.guard = new ForwardGuard(config, shared.counters(), limits, nanoTime);
    this.target = new OnwardTarget(addresses);
    this.failures = new TargetFailures(shared, Protocol.UDP, nanoTime);
    this.noSocketAtNanos = nowNanos() - NO_SOCKET_NANOS;
  }

  /** The time, as of a clock that only goes forward. */
  long nowNanos() {
    return nanoTime.getAsLong();
  }

  ForwardLimits limits() {
    return limits;
  }

  ForwardGuard guard() {
    return guard;
  }

  ServerObserver observer() {
    return shared.observer();
  }

  /** The address of the target for a socket that is opened now. */
  InetSocketAddress address() {
    return target.address();
  }

  /** A session that begins now. */
  Session newSession(InetSocketAddress peer, InetSocketAddress local) {
    return new Session(shared.ids().next(), Protocol.UDP, peer, local, Instant.now(), false);
  }

  /** Takes what goes over the wire; empty if nobody wants to see it. */
  Optional<Capture> capture() {
    return shared.capture();
  }

  /** Keeps the stories of the sessions. */
  Stories stories() {
    return shared.stories();
  }

  /**
   * The faults that it may meet; null if there cannot be any.
   *
   * @param tally for its story; null if nobody wants to know
   */
  ImpairedSession impair(Session session, SessionTally tally) {
    return faults
        .map(source -> new ImpairedSession(session, source.of(session), tally))
        .orElse(null);
  }

  /**
   * Whether one socket more is allowed; if so, its place is to be given back.
   *
   * @param bufferBytes of the buffer that it takes for itself alone
   */
  boolean takePlace(int bufferBytes) {
    if (sockets.incrementAndGet() > limits.maxSockets()
        || !shared.budget().holdDatagram(bufferBytes)) {
      sockets.decrementAndGet();
      return guard.refuse(Limit.FORWARD_SOCKETS);
    }
    return true;
  }

  /** A socket that took a place is needed no longer. */
  void givePlace(int bufferBytes) {
    sockets.decrementAndGet();
    shared.budget().releaseDatagram(bufferBytes);
  }

  /** Whether there are as many sockets as there may be. */
  boolean isCrowded() {
    return sockets.get() >= limits.maxSockets();
  }

  /**
   * Takes a socket from the system. Where there was none a moment ago, the system is not asked
   * again, so that a flood costs little.
   *
   * @return null if there is none to be had
   */
  Channel create(OnwardChannels channels, InetSocketAddress address) {
    if (nowNanos() - noSocketAtNanos < NO_SOCKET_NANOS) {
      guard.refuse(Limit.FORWARD_NO_SOCKET);
      return null;
    }
    try {
      return channels.create(address);
    } catch (ChannelException e) {
      noSocketAtNanos = nowNanos();
      guard.refuse(Limit.FORWARD_NO_SOCKET);
      return null;
    }
  }

  /**
   * The target could not be reached, or has refused a datagram.
   *
   * @param address which of its addresses
   * @param tells whether the observers may be told
   */
  void failed(Session session, InetSocketAddress address, Throwable why, boolean tells) {
    failures.count();
    TargetFailure failure = TargetFailure.of(why);
    if (failure.reason() == Reason.REFUSED || failure.reason() == Reason.UNREACHABLE) {
      target.failed(address);
    }
    if (tells) {
      failures.tell(session, target.target(), failure);
    }
  }
}
