package acuse.common.testing.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import acuse.common.protocol.Framing;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages that a stream holds, as docs/protocol.md has it. A stream is given in steps: the
 * bytes of one read, or none, which is silence.
 */
public final class WireModel {
  private WireModel() {}

  /** All that comes out of a stream that ends after {@code steps}. */
  public static List<Cut> cuts(Framing framing, int maxMessageBytes, List<byte[]> steps) {
    return switch (framing) {
      case LINE -> lines(join(steps), maxMessageBytes);
      case RAW -> reads(steps, maxMessageBytes);
      case LENGTH -> frames(join(steps), maxMessageBytes);
      case AUTO -> lineOrRaw(steps, maxMessageBytes);
    };
  }

  /** For each step, whether silence after it would mean something. */
  public static List<Boolean> awaitsSilence(Framing framing, List<byte[]> steps) {
    int silence = silenceAfterBytes(steps);
    String beforeSilence = join(steps.subList(0, silence));
    int lf = beforeSilence.indexOf('\n');
    int undecidedBytes = framing != Framing.AUTO ? 0 : lf < 0 ? beforeSilence.length() : lf;
    List<Boolean> awaits = new ArrayList<>();
    int bytes = 0;
    for (int i = 0; i < steps.size(); i++) {
      bytes += steps.get(i).length;
      awaits.add(bytes > 0 && bytes <= undecidedBytes && i < silence);
    }
    return awaits;
  }

  private static List<Cut> lineOrRaw(List<byte[]> steps, int maxMessageBytes) {
    int silence = silenceAfterBytes(steps);
    String beforeSilence = join(steps.subList(0, silence));
    if (silence == steps.size() || beforeSilence.indexOf('\n') >= 0) {
      return lines(join(steps), maxMessageBytes);
    }
    List<Cut> cuts = new ArrayList<>();
    cuts.add(Cut.of(beforeSilence, maxMessageBytes));
    cuts.addAll(reads(steps.subList(silence, steps.size()), maxMessageBytes));
    return cuts;
  }

  /** The first step that is a silence and has bytes before it; if there is none, the end. */
  private static int silenceAfterBytes(List<byte[]> steps) {
    boolean anyBytes = false;
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).length > 0) {
        anyBytes = true;
      } else if (anyBytes) {
        return i;
      }
    }
    return steps.size();
  }

  private static List<Cut> lines(String stream, int maxMessageBytes) {
    List<Cut> cuts = new ArrayList<>();
    int start = 0;
    while (start < stream.length()) {
      int lf = stream.indexOf('\n', start);
      int end = lf < 0 ? stream.length() : lf + 1;
      cuts.add(Cut.of(stream.substring(start, end), maxMessageBytes));
      start = end;
    }
    return cuts;
  }

  private static List<Cut> reads(List<byte[]> steps, int maxMessageBytes) {
    return steps.stream()
        .filter(read -> read.length > 0)
        .map(read -> Cut.of(new String(read, ISO_8859_1), maxMessageBytes))
        .toList();
  }

  private static List<Cut> frames(String stream, int maxMessageBytes) {
    List<Cut> cuts = new ArrayList<>();
    ByteBuffer left = ByteBuffer.wrap(stream.getBytes(ISO_8859_1));
    while (left.remaining() >= Integer.BYTES) {
      long length = Integer.toUnsignedLong(left.getInt());
      if (length > left.remaining()) {
        break; // cut short by the end
      }
      byte[] frame = new byte[(int) length];
      left.get(frame);
      cuts.add(Cut.of(new String(frame, ISO_8859_1), maxMessageBytes));
    }
    return cuts;
  }

  private static String join(List<byte[]> steps) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    steps.forEach(stream::writeBytes);
    return stream.toString(ISO_8859_1);
  }
}
