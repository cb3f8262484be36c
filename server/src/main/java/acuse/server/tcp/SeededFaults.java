package acuse.server.tcp;

import acuse.common.protocol.Protocol;
import acuse.server.impair.Decisions;
import acuse.server.impair.Fault;
import acuse.server.impair.ImpairConfig;
import acuse.server.impair.Impairment;
import acuse.server.impair.Path;
import acuse.server.impair.Stall;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.ServerObserver.Event;
import acuse.server.observe.Session;
import java.net.InetAddress;
import java.time.Duration;

/** The faults that a server's {@link Impairment} means for one TCP session. */
final class SeededFaults implements SessionFaults {
  private static final long DEFAULT_SLICE_GAP_NANOS = Duration.ofMillis(20).toNanos();

  private final Session session;
  private final Impairment impairment;
  private final ServerObserver observer;
  private final boolean tells;
  private final InetAddress peer;
  private final long sessionNumber;
  private int exchanges = -1;
  private Decisions in;
  private Decisions out;
  private ReplyShape shape;
  private Stall stall;
  private boolean stalled;
  private long stallUntilNanos = Long.MIN_VALUE;
  private long messages;
  private long replies;

  SeededFaults(Session session, Impairment impairment, ServerObserver observer) {
    this.session = session;
    this.impairment = impairment;
    this.observer = observer;
    this.tells = observer.wants().contains(Event.FAULT);
    this.peer = session.peer().getAddress();
    this.sessionNumber = impairment.nextSession(Protocol.TCP, peer);
    look();
  }

  @Override
  public void look() {
    if (impairment.exchanges() == exchanges) {
      return;
    }
    exchanges = impairment.exchanges();
    ImpairConfig now = impairment.config();
    in = Impairment.decisions(now, Path.TCP_IN, peer, sessionNumber);
    out = Impairment.decisions(now, Path.TCP_OUT, peer, sessionNumber);
    shape =
        new ReplyShape(
            out.count(Fault.GLUE, 1),
            out.count(Fault.SLICE, 0),
            out.sliceGapNanos(DEFAULT_SLICE_GAP_NANOS));
    stalled = stalled && in.stall() != null && in.stall().equals(stall);
    stall = in.stall();
  }

  @Override
  public long nextMessage() {
    return ++messages;
  }

  @Override
  public long nextReply() {
    return ++replies;
  }

  @Override
  public boolean areNone() {
    return areNoneIn() && areNoneOut();
  }

  @Override
  public boolean areNoneIn() {
    return in.areNone();
  }

  @Override
  public boolean areNoneOut() {
    return out.areNone();
  }

  /** With the first message from that number on, for one that was exchanged may be late. */
  @Override
  public void stallFrom(long message, long nowNanos) {
    if (stall != null && !stalled && message >= stall.fromMessage()) {
      stalled = true;
      stallUntilNanos = nowNanos + stall.time().toNanos();
      tell(Path.TCP_IN, Fault.STALL, message);
    }
  }

  @Override
  public long stallUntilNanos() {
    return stallUntilNanos;
  }

  @Override
  public Passage passageIn(long message) {
    return passage(Path.TCP_IN, in, message);
  }

  @Override
  public Passage passageOut(long reply) {
    return passage(Path.TCP_OUT, out, reply);
  }

  @Override
  public long bitsPerSecondIn() {
    return in.bitsPerSecond();
  }

  @Override
  public long bitsPerSecondOut() {
    return out.bitsPerSecond();
  }

  @Override
  public ReplyShape replyShape() {
    return shape;
  }

  @Override
  public ReplyFate fate(long message) {
    if (out.act(Fault.MUTE, message)) {
      return ReplyFate.MUTED;
    }
    if (out.act(Fault.RESET, message)) {
      return ReplyFate.RESET;
    }
    return out.act(Fault.FIN, message) ? ReplyFate.LAST : ReplyFate.SENT;
  }

  @Override
  public void tell(ReplyFate fate, long message) {
    switch (fate) {
      case SENT -> {}
      case MUTED -> tell(Path.TCP_OUT, Fault.MUTE, message);
      case RESET -> tell(Path.TCP_OUT, Fault.RESET, message);
      case LAST -> tell(Path.TCP_OUT, Fault.FIN, message);
    }
  }

  @Override
  public void pacedIn(long message) {
    tell(Path.TCP_IN, Fault.RATE, message);
  }

  @Override
  public void pacedOut(long reply) {
    tell(Path.TCP_OUT, Fault.RATE, reply);
  }

  @Override
  public void glued(long reply) {
    tell(Path.TCP_OUT, Fault.GLUE, reply);
  }

  @Override
  public void sliced(long reply) {
    tell(Path.TCP_OUT, Fault.SLICE, reply);
  }

  private Passage passage(Path path, Decisions decisions, long number) {
    int losses = Retransmission.losses(turn -> decisions.isLost(number, turn));
    long delayNanos = decisions.delayNanos(number);
    if (losses > 0) {
      tell(path, Fault.LOSS, number);
    }
    if (delayNanos > 0) {
      tell(path, Fault.DELAY, number);
    }
    return Passage.of(losses, delayNanos);
  }

  private void tell(Path path, Fault fault, long number) {
    impairment.counters().acted(path, fault);
    if (tells) {
      observer.impaired(session, path, fault, number);
    }
  }

  @Override
  public void overflowed() {
    impairment.counters().overflowed(Protocol.TCP);
  }
}
