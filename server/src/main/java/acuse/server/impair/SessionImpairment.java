package acuse.server.impair;

import acuse.server.observe.ServerObserver;
import acuse.server.observe.ServerObserver.Event;
import acuse.server.observe.Session;
import java.net.InetAddress;

/**
 * The faults on purpose of one session: those that are in force in each direction, its stall, and
 * those who are told of each fault. Used by one thread at a time.
 */
public final class SessionImpairment {
  private final Session session;
  private final Impairment impairment;
  private final ServerObserver observer;
  private final boolean tells;
  private final Path pathIn;
  private final Path pathOut;
  private final InetAddress peer;

  /** Which session of its protocol the peer's address has had, from 1. */
  private final long number;

  private int exchanges = -1;
  private Decisions in;
  private Decisions out;
  private Stall stall;
  private boolean stalled;
  private long stallUntilNanos = Long.MIN_VALUE;

  /** For a session that begins now. */
  public SessionImpairment(Session session, Impairment impairment, ServerObserver observer) {
    this.session = session;
    this.impairment = impairment;
    this.observer = observer;
    this.tells = observer.wants().contains(Event.FAULT);
    this.pathIn = Path.in(session.protocol());
    this.pathOut = Path.out(session.protocol());
    this.peer = session.peer().getAddress();
    this.number = impairment.nextSession(session.protocol(), peer);
    look();
  }

  /**
   * Looks which faults are in force. They are, until this is called again.
   *
   * @return whether they are others than before
   */
  public boolean look() {
    if (impairment.exchanges() == exchanges) {
      return false;
    }
    exchanges = impairment.exchanges();
    ImpairConfig now = impairment.config();
    in = Impairment.decisions(now, pathIn, peer, number);
    out = Impairment.decisions(now, pathOut, peer, number);
    stalled = stalled && in.stall() != null && in.stall().equals(stall);
    stall = in.stall();
    return true;
  }

  /** What happens to messages. */
  public Decisions in() {
    return in;
  }

  /** What happens to replies. */
  public Decisions out() {
    return out;
  }

  /** Whether no message and no reply meets a fault. */
  public boolean areNone() {
    return in.areNone() && out.areNone();
  }

  /**
   * Begins to stall with the first message from the stall's number on, for a stall that is brought
   * in late may find a later one.
   *
   * @return whether it begins with this one
   */
  public boolean stallFrom(long message, long nowNanos) {
    if (stall == null || stalled || message < stall.fromMessage()) {
      return false;
    }
    stalled = true;
    stallUntilNanos = nowNanos + stall.time().toNanos();
    return true;
  }

  /** Until when nothing passes. */
  public long stallUntilNanos() {
    return stallUntilNanos;
  }

  /** Counts a fault that acted on a message, and tells of it. */
  public void tellIn(Fault fault, long message) {
    tell(pathIn, fault, message);
  }

  /** The same for a reply; a mute, reset or fin has the number of its message. */
  public void tellOut(Fault fault, long reply) {
    tell(pathOut, fault, reply);
  }

  /** Too much was held already. */
  public void overflowed() {
    impairment.counters().overflowed(session.protocol());
  }

  private void tell(Path path, Fault fault, long messageOrReply) {
    impairment.counters().acted(path, fault);
    if (tells) {
      observer.impaired(session, path, fault, messageOrReply);
    }
  }
}
