package acuse.server.udp;

import acuse.server.impair.Decisions;
import acuse.server.impair.Fault;
import acuse.server.impair.Impairment;
import acuse.server.impair.SessionImpairment;
import acuse.server.observe.ServerObserver;
import acuse.server.observe.Session;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * The faults that a server's {@link Impairment} means for one UDP session. Thread-safe: each method
 * that faults may act in has the lock of the session.
 */
final class SeededFaults implements DatagramFaults {
  private final Impairment server;
  private final SessionImpairment impairment;
  private final Direction in;
  private final Direction out;

  /** Whether there are none, as of {@link #lookedAt}: so datagrams without faults take no lock. */
  private volatile boolean none;

  /** How often the faults had been exchanged when they were last looked at. */
  private volatile int lookedAt;

  /** Nothing has come. */
  SeededFaults(Session session, Impairment impairment, ServerObserver observer) {
    SessionImpairment ofSession = new SessionImpairment(session, impairment, observer);
    this.server = impairment;
    this.impairment = ofSession;
    this.in = new Way(ofSession::in, ofSession::tellIn);
    this.out = new Way(ofSession::out, ofSession::tellOut);
    look();
  }

  @Override
  public Direction in() {
    return in;
  }

  @Override
  public Direction out() {
    return out;
  }

  @Override
  public boolean areNone() {
    if (server.exchanges() != lookedAt) {
      look();
    }
    return none;
  }

  private synchronized void look() {
    int exchanges = server.exchanges(); // read first: a later exchange is looked at next time
    impairment.look();
    none = impairment.areNone();
    lookedAt = exchanges;
  }

  @Override
  public synchronized boolean isMuted(long message) {
    boolean muted = impairment.out().act(Fault.MUTE, message);
    if (muted) {
      impairment.tellOut(Fault.MUTE, message);
    }
    return muted;
  }

  /** Each datagram that is lost to it is told; so its beginning is not. */
  @Override
  public synchronized void stallFrom(long message, long nowNanos) {
    impairment.stallFrom(message, nowNanos);
  }

  @Override
  public synchronized long stallUntilNanos() {
    return impairment.stallUntilNanos();
  }

  private final class Way implements Direction {
    private final Supplier<Decisions> decisions;
    private final BiConsumer<Fault, Long> tell;
    private final AtomicLong numbers = new AtomicLong();

    Way(Supplier<Decisions> decisions, BiConsumer<Fault, Long> tell) {
      this.decisions = decisions;
      this.tell = tell;
    }

    @Override
    public long nextNumber() {
      return numbers.incrementAndGet();
    }

    @Override
    public DatagramPassage passage(long number, int payloadBytes) {
      synchronized (SeededFaults.this) {
        if (acts(Fault.LOSS, number)) {
          return DatagramPassage.LOST;
        }
        boolean duplicated = acts(Fault.DUPLICATE, number);
        boolean corrupted = payloadBytes > 0 && acts(Fault.CORRUPT, number);
        long delayNanos = decisions.get().delayNanos(number);
        if (delayNanos > 0) {
          tell.accept(Fault.DELAY, number);
        }
        boolean reordered = acts(Fault.REORDER, number);
        return new DatagramPassage(
            false,
            duplicated,
            corrupted
                ? decisions.get().corruptedBit(number, payloadBytes * Byte.SIZE)
                : DatagramPassage.NO_BIT,
            delayNanos,
            reordered ? decisions.get().count(Fault.REORDER_DEPTH, 1) : 0);
      }
    }

    @Override
    public long bitsPerSecond() {
      synchronized (SeededFaults.this) {
        return decisions.get().bitsPerSecond();
      }
    }

    @Override
    public void dropped(long number, DatagramDrop why) {
      switch (why) {
        case STALL -> tell.accept(Fault.STALL, number);
        case RATE -> tell.accept(Fault.RATE, number);
        case NO_ROOM -> impairment.overflowed();
      }
    }

    private boolean acts(Fault fault, long number) {
      boolean acts = decisions.get().act(fault, number);
      if (acts) {
        tell.accept(fault, number);
      }
      return acts;
    }
  }
}
