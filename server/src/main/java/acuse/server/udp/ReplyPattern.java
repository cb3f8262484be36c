package acuse.server.udp;

import acuse.common.protocol.Placeholder;
import acuse.common.protocol.ReplyPart;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Recognizes a part of a reply whatever its values are: {@code {number}: } is any number, a colon
 * and a space. Immutable.
 *
 * <p>It follows all ways to read the bytes at once, as a set of positions, so that no bytes make it
 * slow.
 */
final class ReplyPattern {
  private static final byte[] DOT = {'.'};
  private static final byte[] COLON = {':'};

  private final List<Step> steps = new ArrayList<>();
  private final int maxBytes;

  /** From positions to the positions behind what is recognized there. */
  private interface Step {
    BitSet after(ByteBuf bytes, int index, int length, BitSet starts);
  }

  /** Whether a byte can be part of a value. */
  private interface Kind {
    boolean holds(int character);
  }

  ReplyPattern(ReplyPart part) {
    this.maxBytes = part.maxBytes();
    for (ReplyPart.Segment segment : part.segments()) {
      if (segment instanceof ReplyPart.Fixed text) {
        steps.add(text(text.bytes()));
      } else if (segment instanceof ReplyPart.Value value) {
        steps.add(value(value.placeholder()));
      }
    }
  }

  /** Whether it is all of the {@code length} bytes at {@code index}. */
  boolean isAllOf(ByteBuf bytes, int index, int length) {
    return length <= maxBytes && after(bytes, index, length, only(0)).get(length);
  }

  /** How often it stands somewhere in these bytes; no more than twice is counted. */
  int timesAnywhere(ByteBuf bytes, int index, int length) {
    BitSet ends = after(bytes, index, length, range(0, length));
    if (ends.isEmpty()) {
      return 0;
    }
    BitSet moreEnds = after(bytes, index, length, range(ends.nextSetBit(0), length));
    return moreEnds.isEmpty() ? 1 : 2;
  }

  /** How often it stands at the start of these bytes, one behind the other; up to {@code most}. */
  int timesAtStart(ByteBuf bytes, int index, int length, int most) {
    BitSet positions = only(0);
    for (int times = 0; times < most; times++) {
      positions = after(bytes, index, length, positions);
      if (positions.isEmpty()) {
        return times;
      }
    }
    return most;
  }

  /** The same at their end. */
  int timesAtEnd(ByteBuf bytes, int index, int length, int most) {
    for (int times = 1; times <= most; times++) {
      BitSet positions = range(Math.max(0, length - times * maxBytes), length);
      for (int done = 0; done < times; done++) {
        positions = after(bytes, index, length, positions);
      }
      if (!positions.get(length)) {
        return times - 1;
      }
    }
    return most;
  }

  private BitSet after(ByteBuf bytes, int index, int length, BitSet starts) {
    return sequence(steps).after(bytes, index, length, starts);
  }

  private static Step value(Placeholder placeholder) {
    return switch (placeholder) {
      case SESSION, NUMBER, BYTES, READS, PEER_PORT -> run(ReplyPattern::isDigit, 1, 19);
      case TIME -> shape("0000-00-00T00:00:00.000Z");
      case PEER_ADDRESS -> either(ipv4(), ipv6());
      case PEER, LOCAL ->
          either(
              sequence(List.of(ipv4(), text(COLON), run(ReplyPattern::isDigit, 1, 5))),
              sequence(
                  List.of(
                      text(ascii("[")),
                      ipv6(),
                      text(ascii("]:")),
                      run(ReplyPattern::isDigit, 1, 5))));
      case PROTOCOL, MESSAGE, SERVER, TLS -> // constant over UDP, and so part of the text
          throw new IllegalStateException("placeholder=" + placeholder);
    };
  }

  private static Step ipv4() {
    Step number = run(ReplyPattern::isDigit, 1, 3);
    return sequence(List.of(number, text(DOT), number, text(DOT), number, text(DOT), number));
  }

  private static Step ipv6() {
    return run(c -> isDigit(c) || (c >= 'a' && c <= 'f') || c == ':' || c == '.', 2, 45);
  }

  /** A 0 stands for any digit. */
  private static Step shape(String example) {
    List<Step> each = new ArrayList<>();
    for (byte character : ascii(example)) {
      each.add(run(c -> character == '0' ? isDigit(c) : c == character, 1, 1));
    }
    return sequence(each);
  }

  private static Step sequence(List<Step> steps) {
    return (bytes, index, length, starts) -> {
      BitSet positions = starts;
      for (Step step : steps) {
        positions = step.after(bytes, index, length, positions);
      }
      return positions;
    };
  }

  private static Step either(Step first, Step second) {
    return (bytes, index, length, starts) -> {
      BitSet ends = first.after(bytes, index, length, starts);
      ends.or(second.after(bytes, index, length, starts));
      return ends;
    };
  }

  private static Step text(byte[] text) {
    return (bytes, index, length, starts) -> {
      BitSet ends = new BitSet();
      starts.stream()
          .filter(at -> at + text.length <= length && stands(text, bytes, index + at))
          .forEach(at -> ends.set(at + text.length));
      return ends;
    };
  }

  private static Step run(Kind kind, int least, int most) {
    return (bytes, index, length, starts) -> {
      BitSet ends = new BitSet();
      starts.stream()
          .forEach(
              at -> {
                int last = Math.min(length, at + most);
                int end = at;
                while (end < last && kind.holds(bytes.getByte(index + end))) {
                  end++;
                  if (end - at >= least) {
                    ends.set(end);
                  }
                }
              });
      return ends;
    };
  }

  private static boolean stands(byte[] text, ByteBuf bytes, int at) {
    for (int i = 0; i < text.length; i++) {
      if (bytes.getByte(at + i) != text[i]) {
        return false;
      }
    }
    return true;
  }

  private static BitSet only(int position) {
    return range(position, position);
  }

  /** Both ends included. */
  private static BitSet range(int first, int last) {
    BitSet positions = new BitSet();
    positions.set(first, last + 1);
    return positions;
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
