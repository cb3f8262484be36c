package acuse.server.tcp;

import acuse.server.impair.Decisions;
import acuse.server.impair.Fault;
import acuse.server.impair.Impairment;
import acuse.server.impair.SessionImpairment;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.Session;
import java.time.Duration;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;

/** The faults that a server's {@link Impairment} means for one TCP session. */
final class SeededFaults implements SessionFaults {
  private static final long DEFAULT_SLICE_GAP_NANOS = Duration.ofMillis(20).toNanos();

  private final SessionImpairment impairment;
  private final SeededPath in;
  private final SeededPath out;

  /** Nothing has come. */
  SeededFaults(Session session, Impairment impairment, ServerObserver observer) {
    this.impairment = new SessionImpairment(session, impairment, observer);
    this.in = new SeededPath(this.impairment::in, this.impairment::tellIn);
    this.out = new SeededPath(this.impairment::out, this.impairment::tellOut);
  }

  @Override
  public boolean look() {
    if (!impairment.look()) {
      return false;
    }
    in.look();
    out.look();
    return true;
  }

  @Override
  public PathFaults in() {
    return in;
  }

  @Override
  public PathFaults out() {
    return out;
  }

  @Override
  public void stallFrom(long message, long nowNanos) {
    if (impairment.stallFrom(message, nowNanos)) {
      impairment.tellIn(Fault.STALL, message);
    }
  }

  @Override
  public long stallUntilNanos() {
    return impairment.stallUntilNanos();
  }

  @Override
  public ReplyFate fate(long message) {
    Decisions decisions = impairment.out();
    if (decisions.act(Fault.MUTE, message)) {
      return ReplyFate.MUTED;
    }
    if (decisions.act(Fault.RESET, message)) {
      return ReplyFate.RESET;
    }
    return decisions.act(Fault.FIN, message) ? ReplyFate.LAST : ReplyFate.SENT;
  }

  @Override
  public void tell(ReplyFate fate, long message) {
    switch (fate) {
      case SENT -> {}
      case MUTED -> impairment.tellOut(Fault.MUTE, message);
      case RESET -> impairment.tellOut(Fault.RESET, message);
      case LAST -> impairment.tellOut(Fault.FIN, message);
    }
  }

  @Override
  public void overflowed() {
    impairment.overflowed();
  }

  /** One direction. */
  private static final class SeededPath implements PathFaults {
    private final Supplier<Decisions> inForce;
    private final ObjLongConsumer<Fault> tell;
    private Decisions decisions;
    private WriteShape shape;
    private long number;

    SeededPath(Supplier<Decisions> inForce, ObjLongConsumer<Fault> tell) {
      this.inForce = inForce;
      this.tell = tell;
      look();
    }

    void look() {
      decisions = inForce.get();
      shape =
          new WriteShape(
              decisions.count(Fault.GLUE, 1),
              decisions.count(Fault.SLICE, 0),
              decisions.sliceGapNanos(DEFAULT_SLICE_GAP_NANOS));
    }

    @Override
    public boolean areNone() {
      return decisions.areNone();
    }

    @Override
    public long next() {
      return ++number;
    }

    @Override
    public Passage passage(long each) {
      int losses = Retransmission.losses(turn -> decisions.isLost(each, turn));
      long delayNanos = decisions.delayNanos(each);
      if (losses > 0) {
        tell.accept(Fault.LOSS, each);
      }
      if (delayNanos > 0) {
        tell.accept(Fault.DELAY, each);
      }
      return Passage.of(losses, delayNanos);
    }

    @Override
    public long bitsPerSecond() {
      return decisions.bitsPerSecond();
    }

    @Override
    public WriteShape shape() {
      return shape;
    }

    @Override
    public void paced(long each) {
      tell.accept(Fault.RATE, each);
    }

    @Override
    public void glued(long each) {
      tell.accept(Fault.GLUE, each);
    }

    @Override
    public void sliced(long each) {
      tell.accept(Fault.SLICE, each);
    }
  }
}
