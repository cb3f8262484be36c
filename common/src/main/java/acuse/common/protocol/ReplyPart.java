package acuse.common.protocol;

import acuse.common.text.SurrogateEscape;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands before or after the message in a reply: bytes that are always the same, and values
 * that are not, in turn.
 *
 * <pre>
 * {number}: {message}      before: [value NUMBER] [bytes ": "]      after: nothing
 * </pre>
 *
 * @param segments in the order of the wire; no two neighbours are both bytes
 */
public record ReplyPart(List<Segment> segments) {
  public ReplyPart {
    segments = List.copyOf(segments);
  }

  /** A piece of a reply. */
  public sealed interface Segment {
    /** The most bytes that it has. */
    int maxBytes();
  }

  /**
   * Always the same.
   *
   * @param bytes shared, not copied: nobody writes to them
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record Fixed(byte[] bytes) implements Segment {
    @Override
    public int maxBytes() {
      return bytes.length;
    }
  }

  /** Another value in each reply. */
  public record Value(Placeholder placeholder) implements Segment {
    @Override
    public int maxBytes() {
      return placeholder.maxBytes();
    }
  }

  /** The most bytes that it has in a reply. */
  public int maxBytes() {
    return segments.stream().mapToInt(Segment::maxBytes).sum();
  }

  /** Whether it is the same in each reply. */
  public boolean isFixed() {
    return segments.stream().allMatch(Fixed.class::isInstance);
  }

  /**
   * The bytes of one that {@link #isFixed}; shared, not copied.
   *
   * @throws IllegalStateException if it is not fixed
   */
  public byte[] bytes() {
    if (!isFixed()) {
      throw new IllegalStateException("segments=" + segments);
    }
    return segments.isEmpty() ? new byte[0] : ((Fixed) segments.get(0)).bytes();
  }

  /** Gathers the segments of one, and joins texts that stand side by side. */
  static final class Builder {
    private final List<Segment> segments = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    void add(String fixed) {
      text.append(fixed);
    }

    void add(Placeholder value) {
      endText();
      segments.add(new Value(value));
    }

    ReplyPart build() {
      endText();
      return new ReplyPart(segments);
    }

    private void endText() {
      if (!text.isEmpty()) {
        segments.add(new Fixed(SurrogateEscape.encode(text.toString())));
        text.setLength(0);
      }
    }
  }
}
