package acuse.server.udp;

import acuse.server.observe.Session;
import acuse.server.story.SessionTally;

/**
 * A session whose datagrams may meet faults on purpose. It is not over while any of them is held
 * back. Thread-safe.
 */
final class ImpairedSession {
  private final Session session;
  private final DatagramFaults faults;
  private final SessionTally tally;
  private final Way in;
  private final Way out;
  private int held;
  private volatile long datagramsHeard;

  /** Null until the end has come. */
  private Runnable end;

  /** What a session keeps for each direction. */
  record Way(DatagramFaults.Direction faults, SessionRate rate) {}

  /**
   * Nothing is held back.
   *
   * @param tally for its story; null if nobody wants to know
   */
  ImpairedSession(Session session, DatagramFaults faults, SessionTally tally) {
    this.session = session;
    this.tally = tally;
    this.faults = faults;
    this.in = new Way(faults.in(), new SessionRate());
    this.out = new Way(faults.out(), new SessionRate());
  }

  Session session() {
    return session;
  }

  DatagramFaults faults() {
    return faults;
  }

  /** For its story; null if nobody wants to know. */
  SessionTally tally() {
    return tally;
  }

  /** So many datagrams have come in this session, copies not counted. */
  void heard(long datagrams) {
    datagramsHeard = datagrams;
  }

  /** How many datagrams have come so far. */
  long datagramsHeard() {
    return datagramsHeard;
  }

  /** For messages. */
  Way in() {
    return in;
  }

  /** For replies. */
  Way out() {
    return out;
  }

  /** One datagram more is held back. */
  synchronized void hold() {
    held++;
  }

  /** Whether any is held back. */
  synchronized boolean isHolding() {
    return held > 0;
  }

  /** One that was held back has passed, or was dropped. */
  void release() {
    Runnable endNow;
    synchronized (this) {
      held--;
      endNow = held == 0 ? end : null;
    }
    if (endNow != null) {
      endNow.run();
    }
  }

  /**
   * The session ends when nothing is held back any more. To be called once.
   *
   * @param tellEnd is run then
   */
  void endWhenEmpty(Runnable tellEnd) {
    synchronized (this) {
      if (held > 0) {
        end = tellEnd;
        return;
      }
    }
    tellEnd.run();
  }
}
