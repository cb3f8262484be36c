package acuse.server.udp;

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

/**
 * The faults that a server's {@link Impairment} means for one UDP session. Thread-safe: each method
 * has the lock of the session.
 */
final class SeededFaults implements DatagramFaults {
  private final Session session;
  private final Impairment impairment;
  private final ServerObserver observer;
  private final boolean tells;
  private final InetAddress peer;
  private final long sessionNumber;
  private final Way in = new Way(Path.UDP_IN);
  private final Way out = new Way(Path.UDP_OUT);
  private int exchanges = -1;
  private Stall stall;
  private boolean stalled;
  private long stallUntilNanos = Long.MIN_VALUE;

  /** Nothing has come. */
  SeededFaults(Session session, Impairment impairment, ServerObserver observer) {
    this.session = session;
    this.impairment = impairment;
    this.observer = observer;
    this.tells = observer.wants().contains(Event.FAULT);
    this.peer = session.peer().getAddress();
    this.sessionNumber = impairment.nextSession(Protocol.UDP, peer);
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
  public synchronized boolean areNone() {
    look();
    return in.decisions.areNone() && out.decisions.areNone();
  }

  @Override
  public synchronized boolean isMuted(long message) {
    boolean muted = out.decisions.act(Fault.MUTE, message);
    if (muted) {
      tell(Path.UDP_OUT, Fault.MUTE, message);
    }
    return muted;
  }

  /** With the first message from that number on, for one that was exchanged may be late. */
  @Override
  public synchronized void stallFrom(long message, long nowNanos) {
    if (stall != null && !stalled && message >= stall.fromMessage()) {
      stalled = true;
      stallUntilNanos = nowNanos + stall.time().toNanos();
    }
  }

  @Override
  public synchronized long stallUntilNanos() {
    return stallUntilNanos;
  }

  private void look() {
    if (impairment.exchanges() == exchanges) {
      return;
    }
    exchanges = impairment.exchanges();
    ImpairConfig now = impairment.config();
    in.decisions = Impairment.decisions(now, Path.UDP_IN, peer, sessionNumber);
    out.decisions = Impairment.decisions(now, Path.UDP_OUT, peer, sessionNumber);
    stalled = stalled && in.decisions.stall() != null && in.decisions.stall().equals(stall);
    stall = in.decisions.stall();
  }

  private void tell(Path path, Fault fault, long number) {
    impairment.counters().acted(path, fault);
    if (tells) {
      observer.impaired(session, path, fault, number);
    }
  }

  private final class Way implements Direction {
    private final Path path;
    private Decisions decisions;
    private long numbers;

    Way(Path path) {
      this.path = path;
    }

    @Override
    public long nextNumber() {
      synchronized (SeededFaults.this) {
        return ++numbers;
      }
    }

    @Override
    public DatagramPassage passage(long number, int payloadBytes) {
      synchronized (SeededFaults.this) {
        if (acts(Fault.LOSS, number)) {
          return DatagramPassage.LOST;
        }
        boolean duplicated = acts(Fault.DUPLICATE, number);
        boolean corrupted = payloadBytes > 0 && acts(Fault.CORRUPT, number);
        long delayNanos = decisions.delayNanos(number);
        if (delayNanos > 0) {
          tell(path, Fault.DELAY, number);
        }
        boolean reordered = acts(Fault.REORDER, number);
        return new DatagramPassage(
            false,
            duplicated,
            corrupted
                ? decisions.corruptedBit(number, payloadBytes * Byte.SIZE)
                : DatagramPassage.NO_BIT,
            delayNanos,
            reordered ? decisions.count(Fault.REORDER_DEPTH, 1) : 0);
      }
    }

    @Override
    public long bitsPerSecond() {
      synchronized (SeededFaults.this) {
        return decisions.bitsPerSecond();
      }
    }

    @Override
    public void dropped(long number, DatagramDrop why) {
      switch (why) {
        case STALL -> tell(path, Fault.STALL, number);
        case RATE -> tell(path, Fault.RATE, number);
        case NO_ROOM -> impairment.counters().overflowed(Protocol.UDP);
      }
    }

    private boolean acts(Fault fault, long number) {
      boolean acts = decisions.act(fault, number);
      if (acts) {
        tell(path, fault, number);
      }
      return acts;
    }
  }
}
