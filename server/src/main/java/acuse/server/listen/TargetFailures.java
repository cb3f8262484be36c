package acuse.server.listen;

import acuse.common.protocol.Protocol;
import acuse.server.forward.ForwardTarget;
import acuse.server.forward.TargetFailure;
import acuse.server.guard.AnswerRate;
import acuse.server.observe.Session;
import java.net.InetAddress;
import java.util.function.LongSupplier;

/**
 * What becomes of a target's failures: all are counted, and those of ten per second at most, of all
 * peers together, are told. So peers without number, who find nobody there, fill no log.
 * Thread-safe.
 */
public final class TargetFailures {
  private static final int TOLD_PER_SECOND = 10;

  private final Shared shared;
  private final Protocol protocol;
  private final LongSupplier nanoTime;
  private final AnswerRate told;

  /**
   * Nothing has failed.
   *
   * @param nanoTime the clock, which is {@link System#nanoTime} but in tests
   */
  public TargetFailures(Shared shared, Protocol protocol, LongSupplier nanoTime) {
    this.shared = shared;
    this.protocol = protocol;
    this.nanoTime = nanoTime;
    this.told = AnswerRate.ofAll(TOLD_PER_SECOND, nanoTime.getAsLong());
  }

  /** One more. */
  public void count() {
    shared.metrics().targetFailed(protocol);
  }

  /** Tells the observers of one that counts already, unless they have heard of many. */
  public void tell(Session session, ForwardTarget target, TargetFailure why) {
    InetAddress all = session.peer().getAddress();
    if (told.grant(all, nanoTime.getAsLong())) {
      shared.observer().targetUnreachable(session, target, why);
    }
  }
}
