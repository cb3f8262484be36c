package acuse.server.tcp;

import acuse.server.impair.Decisions;
import acuse.server.impair.Fault;
import acuse.server.impair.Impairment;
import acuse.server.impair.SessionImpairment;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.Session;
import java.time.Duration;
import java.util.function.BiConsumer;

/** The faults that a server's {@link Impairment} means for one TCP session. */
final class SeededFaults implements SessionFaults {
  private static final long DEFAULT_SLICE_GAP_NANOS = Duration.ofMillis(20).toNanos();

  private final SessionImpairment impairment;
  private ReplyShape shape;
  private long messages;
  private long replies;

  /** Nothing has come. */
  SeededFaults(Session session, Impairment impairment, ServerObserver observer) {
    this.impairment = new SessionImpairment(session, impairment, observer);
    this.shape = shape(this.impairment.out());
  }

  @Override
  public boolean look() {
    if (!impairment.look()) {
      return false;
    }
    shape = shape(impairment.out());
    return true;
  }

  private static ReplyShape shape(Decisions out) {
    return new ReplyShape(
        out.count(Fault.GLUE, 1),
        out.count(Fault.SLICE, 0),
        out.sliceGapNanos(DEFAULT_SLICE_GAP_NANOS));
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
    return impairment.areNone();
  }

  @Override
  public boolean areNoneIn() {
    return impairment.in().areNone();
  }

  @Override
  public boolean areNoneOut() {
    return impairment.out().areNone();
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
  public Passage passageIn(long message) {
    return passage(impairment.in(), message, impairment::tellIn);
  }

  @Override
  public Passage passageOut(long reply) {
    return passage(impairment.out(), reply, impairment::tellOut);
  }

  private static Passage passage(Decisions decisions, long number, BiConsumer<Fault, Long> tell) {
    int losses = Retransmission.losses(turn -> decisions.isLost(number, turn));
    long delayNanos = decisions.delayNanos(number);
    if (losses > 0) {
      tell.accept(Fault.LOSS, number);
    }
    if (delayNanos > 0) {
      tell.accept(Fault.DELAY, number);
    }
    return Passage.of(losses, delayNanos);
  }

  @Override
  public long bitsPerSecondIn() {
    return impairment.in().bitsPerSecond();
  }

  @Override
  public long bitsPerSecondOut() {
    return impairment.out().bitsPerSecond();
  }

  @Override
  public ReplyShape replyShape() {
    return shape;
  }

  @Override
  public ReplyFate fate(long message) {
    Decisions out = impairment.out();
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
      case MUTED -> impairment.tellOut(Fault.MUTE, message);
      case RESET -> impairment.tellOut(Fault.RESET, message);
      case LAST -> impairment.tellOut(Fault.FIN, message);
    }
  }

  @Override
  public void pacedIn(long message) {
    impairment.tellIn(Fault.RATE, message);
  }

  @Override
  public void pacedOut(long reply) {
    impairment.tellOut(Fault.RATE, reply);
  }

  @Override
  public void glued(long reply) {
    impairment.tellOut(Fault.GLUE, reply);
  }

  @Override
  public void sliced(long reply) {
    impairment.tellOut(Fault.SLICE, reply);
  }

  @Override
  public void overflowed() {
    impairment.overflowed();
  }
}
