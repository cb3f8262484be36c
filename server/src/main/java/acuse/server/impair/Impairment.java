package acuse.server.impair;

import acuse.common.protocol.Protocol;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The faults on purpose of one server: the ones in force, which may be exchanged while it runs, the
 * numbers of its peers' sessions, the messages that it holds, and the count of faults. Thread-safe.
 */
public final class Impairment {
  private final SessionNumbers tcpNumbers = new SessionNumbers();
  private final SessionNumbers udpNumbers = new SessionNumbers();
  private final HeldMessages held = new HeldMessages();
  private final FaultCounters counters = new FaultCounters();
  private final Consumer<ImpairConfig> onExchange;
  private volatile ImpairConfig config;
  private final AtomicInteger exchanges = new AtomicInteger();

  /**
   * Begins with these faults.
   *
   * @param onExchange is told of others, on whatever thread brings them in
   */
  public Impairment(ImpairConfig config, Consumer<ImpairConfig> onExchange) {
    this.config = config;
    this.onExchange = onExchange;
  }

  /** The faults in force. */
  public ImpairConfig config() {
    return config;
  }

  /** How often they have been exchanged; to be read before them. */
  public int exchanges() {
    return exchanges.get();
  }

  /** From its next message on, each session meets these faults. */
  public void exchange(ImpairConfig newConfig) {
    config = newConfig;
    exchanges.incrementAndGet(); // who sees this sees the new faults
    onExchange.accept(newConfig);
  }

  /**
   * What {@code faults} mean on {@code path} for the messages of a peer's session.
   *
   * @param sessionNumber as {@link #nextSession} gave it
   */
  public static Decisions decisions(
      ImpairConfig faults, Path path, InetAddress peer, long sessionNumber) {
    return new Decisions(
        faults.meets(peer) ? faults.of(path) : Map.of(), faults.seed(), path, peer, sessionNumber);
  }

  /** The number of a session that begins now, among those of its address and protocol. */
  public long nextSession(Protocol protocol, InetAddress peer) {
    return (protocol == Protocol.TCP ? tcpNumbers : udpNumbers).next(peer);
  }

  /** The messages that are held back. */
  public HeldMessages held() {
    return held;
  }

  /** How often each fault has acted. */
  public FaultCounters counters() {
    return counters;
  }
}
