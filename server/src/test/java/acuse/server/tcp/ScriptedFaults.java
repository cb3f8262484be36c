package acuse.server.tcp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The faults of a session as a test writes them down, by number of message and reply. */
final class ScriptedFaults implements SessionFaults {
  private final Map<Long, Passage> in = new HashMap<>();
  private final Map<Long, Passage> out = new HashMap<>();
  private final Map<Long, ReplyFate> fates = new HashMap<>();
  private final List<String> told = new ArrayList<>();
  private final Stall stall = new Stall();
  private Passage everyIn = Passage.AT_ONCE;
  private Passage everyOut = Passage.AT_ONCE;
  private long bitsPerSecondIn;
  private long bitsPerSecondOut;
  private ReplyShape shape = ReplyShape.WHOLE;
  private long stallFrom = Long.MAX_VALUE;
  private Duration stallFor = Duration.ZERO;
  private long messages;
  private long replies;
  private boolean none;

  ScriptedFaults delayIn(Duration delay) {
    everyIn = Passage.after(delay);
    return this;
  }

  ScriptedFaults delayOut(Duration delay) {
    everyOut = Passage.after(delay);
    return this;
  }

  ScriptedFaults in(long number, Passage passage) {
    in.put(number, passage);
    return this;
  }

  ScriptedFaults out(long number, Passage passage) {
    out.put(number, passage);
    return this;
  }

  ScriptedFaults fate(long number, ReplyFate fate) {
    fates.put(number, fate);
    return this;
  }

  ScriptedFaults rateIn(long bitsPerSecond) {
    bitsPerSecondIn = bitsPerSecond;
    return this;
  }

  ScriptedFaults rateOut(long bitsPerSecond) {
    bitsPerSecondOut = bitsPerSecond;
    return this;
  }

  ScriptedFaults shape(ReplyShape replyShape) {
    shape = replyShape;
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
  public long nextMessage() {
    return ++messages;
  }

  @Override
  public long nextReply() {
    return ++replies;
  }

  @Override
  public boolean areNone() {
    return none;
  }

  @Override
  public boolean areNoneIn() {
    return none;
  }

  @Override
  public boolean areNoneOut() {
    return none;
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
  public Passage passageIn(long number) {
    return in.getOrDefault(number, everyIn);
  }

  @Override
  public Passage passageOut(long number) {
    return out.getOrDefault(number, everyOut);
  }

  @Override
  public long bitsPerSecondIn() {
    return bitsPerSecondIn;
  }

  @Override
  public long bitsPerSecondOut() {
    return bitsPerSecondOut;
  }

  @Override
  public ReplyShape replyShape() {
    return shape;
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
  public void pacedIn(long message) {
    told.add("paced in " + message);
  }

  @Override
  public void pacedOut(long reply) {
    told.add("paced out " + reply);
  }

  @Override
  public void glued(long reply) {
    told.add("glued " + reply);
  }

  @Override
  public void sliced(long reply) {
    told.add("sliced " + reply);
  }

  @Override
  public void overflowed() {}
}
