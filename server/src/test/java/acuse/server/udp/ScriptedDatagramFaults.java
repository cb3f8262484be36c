package acuse.server.udp;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** The faults of a session as a test writes them down, by number of message and reply. */
final class ScriptedDatagramFaults implements DatagramFaults {
  private final OneWay in = new OneWay("in");
  private final OneWay out = new OneWay("out");
  private final Set<Long> muted = new HashSet<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private long stallFrom = Long.MAX_VALUE;
  private Duration stallFor = Duration.ZERO;
  private volatile long stallUntilNanos = Long.MIN_VALUE;
  private volatile boolean none;

  static DatagramPassage delayed(Duration time) {
    return new DatagramPassage(false, false, DatagramPassage.NO_BIT, time.toNanos(), 0);
  }

  static DatagramPassage duplicated() {
    return new DatagramPassage(false, true, DatagramPassage.NO_BIT, 0, 0);
  }

  static DatagramPassage corrupted(int bit) {
    return new DatagramPassage(false, false, bit, 0, 0);
  }

  static DatagramPassage reordered(int depth) {
    return new DatagramPassage(false, false, DatagramPassage.NO_BIT, 0, depth);
  }

  ScriptedDatagramFaults everyIn(DatagramPassage passage) {
    in.every = passage;
    return this;
  }

  ScriptedDatagramFaults everyOut(DatagramPassage passage) {
    out.every = passage;
    return this;
  }

  ScriptedDatagramFaults in(long number, DatagramPassage passage) {
    in.passages.put(number, passage);
    return this;
  }

  ScriptedDatagramFaults out(long number, DatagramPassage passage) {
    out.passages.put(number, passage);
    return this;
  }

  ScriptedDatagramFaults rateIn(long bitsPerSecond) {
    in.bitsPerSecond = bitsPerSecond;
    return this;
  }

  ScriptedDatagramFaults rateOut(long bitsPerSecond) {
    out.bitsPerSecond = bitsPerSecond;
    return this;
  }

  ScriptedDatagramFaults mute(long number) {
    muted.add(number);
    return this;
  }

  ScriptedDatagramFaults stall(long from, Duration time) {
    stallFrom = from;
    stallFor = time;
    return this;
  }

  /** From now on there are no faults. */
  void clear() {
    none = true;
  }

  /** What was dropped: {@code "in 3 RATE"}. */
  List<String> told() {
    return told;
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
    return none;
  }

  @Override
  public boolean isMuted(long message) {
    return muted.contains(message);
  }

  @Override
  public void stallFrom(long message, long nowNanos) {
    if (message >= stallFrom) {
      stallFrom = Long.MAX_VALUE;
      stallUntilNanos = nowNanos + stallFor.toNanos();
    }
  }

  @Override
  public long stallUntilNanos() {
    return stallUntilNanos;
  }

  private final class OneWay implements Direction {
    private final String name;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, DatagramPassage> passages = new HashMap<>();
    private DatagramPassage every = DatagramPassage.CLEAN;
    private long bitsPerSecond;

    OneWay(String name) {
      this.name = name;
    }

    @Override
    public long nextNumber() {
      return numbers.incrementAndGet();
    }

    @Override
    public DatagramPassage passage(long number, int payloadBytes) {
      return passages.getOrDefault(number, every);
    }

    @Override
    public long bitsPerSecond() {
      return bitsPerSecond;
    }

    @Override
    public void dropped(long number, DatagramDrop why) {
      told.add(name + " " + number + " " + why);
    }
  }
}
