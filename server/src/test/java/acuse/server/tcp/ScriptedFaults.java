package acuse.server.tcp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The faults of a session as a test writes them down, by number of message and reply. */
final class ScriptedFaults implements SessionFaults {
  private final ScriptedPath in = new ScriptedPath(" in");
  private final ScriptedPath out = new ScriptedPath(" out");
  private final Map<Long, ReplyFate> fates = new HashMap<>();
  private final List<String> told = new ArrayList<>();
  private final Stall stall = new Stall();
  private long stallFrom = Long.MAX_VALUE;
  private Duration stallFor = Duration.ZERO;
  private boolean none;

  ScriptedFaults delayIn(Duration delay) {
    in.every = Passage.after(delay);
    return this;
  }

  ScriptedFaults delayOut(Duration delay) {
    out.every = Passage.after(delay);
    return this;
  }

  ScriptedFaults in(long number, Passage passage) {
    in.some.put(number, passage);
    return this;
  }

  ScriptedFaults out(long number, Passage passage) {
    out.some.put(number, passage);
    return this;
  }

  ScriptedFaults fate(long number, ReplyFate fate) {
    fates.put(number, fate);
    return this;
  }

  ScriptedFaults rateIn(long bitsPerSecond) {
    in.bitsPerSecond = bitsPerSecond;
    return this;
  }

  ScriptedFaults rateOut(long bitsPerSecond) {
    out.bitsPerSecond = bitsPerSecond;
    return this;
  }

  ScriptedFaults shape(WriteShape shape) {
    out.shape = shape;
    return this;
  }

  ScriptedFaults stall(long from, Duration time) {
    stallFrom = from;
    stallFor = time;
    return this;
  }

  /** From the next message on there are no faults. */
  void clear() {
    none = true;
  }

  List<String> told() {
    return told;
  }

  @Override
  public boolean look() {
    return false;
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
  public void stallFrom(long number, long nowNanos) {
    if (number >= stallFrom) {
      stallFrom = Long.MAX_VALUE;
      stall.begin(nowNanos, stallFor.toNanos());
    }
  }

  @Override
  public long stallUntilNanos() {
    return stall.untilNanos();
  }

  @Override
  public ReplyFate fate(long number) {
    return fates.getOrDefault(number, ReplyFate.SENT);
  }

  @Override
  public void tell(ReplyFate fate, long number) {
    if (fate != ReplyFate.SENT) {
      told.add(fate + " " + number);
    }
  }

  @Override
  public void overflowed() {}

  private final class ScriptedPath implements PathFaults {
    private final String name;
    private final Map<Long, Passage> some = new HashMap<>();
    private Passage every = Passage.AT_ONCE;
    private long bitsPerSecond;
    private WriteShape shape = WriteShape.WHOLE;
    private long number;

    ScriptedPath(String name) {
      this.name = name;
    }

    @Override
    public boolean areNone() {
      return none;
    }

    @Override
    public long next() {
      return ++number;
    }

    @Override
    public Passage passage(long each) {
      return some.getOrDefault(each, every);
    }

    @Override
    public long bitsPerSecond() {
      return bitsPerSecond;
    }

    @Override
    public WriteShape shape() {
      return shape;
    }

    @Override
    public void paced(long each) {
      told.add("paced" + name + " " + each);
    }

    @Override
    public void glued(long each) {
      told.add("glued " + each);
    }

    @Override
    public void sliced(long each) {
      told.add("sliced " + each);
    }
  }
}
