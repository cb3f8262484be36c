package acuse.client.bench.engine;

import acuse.common.protocol.Protocol;
import acuse.common.protocol.Rejection;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Finds probes in a TCP stream, wherever reads cut it and whatever stands between them.
 *
 * <pre>
 * Servidor TCP recibió: PROBE\nServidor TCP recibió: PROBE\n
 *                            └──────── between ────┘
 * </pre>
 */
final class StreamReplies implements ReplyReader {
  /** Bytes without a probe are kept up to here, and dropped beyond. */
  private static final int MAX_BETWEEN_BYTES = 256 * 1024;

  private static final byte[] REJECTION = Rejection.start(Protocol.TCP);

  private final Probe probe;
  private final Sink sink;
  private final Surroundings between = new Surroundings();

  /** What was received and not understood yet: from 0 to {@link #length}. */
  private byte[] bytes = new byte[8 * 1024];

  private int length;

  /**
   * Whether a probe came before on this connection, so that what precedes the next has both ends.
   */
  private boolean hasBefore;

  StreamReplies(Probe probe, Sink sink) {
    this.probe = probe;
    this.sink = sink;
  }

  @Override
  public void read(ByteBuf in, long now) {
    append(in);
    int at = 0;
    while (true) {
      int found = nextProbe(at);
      if (found < 0) {
        at = countRejections(at, length);
        break;
      }
      if (found + probe.sizeBytes() > length) {
        break; // the rest of it is to come
      }
      take(at, found, now);
      at = found + probe.sizeBytes();
    }
    keepFrom(at);
  }

  private int nextProbe(int at) {
    if (between.known() && probe.isRunAt(bytes, at + between.length(), length)) {
      return at + between.length();
    }
    return probe.find(bytes, at, length);
  }

  private void take(int from, int found, long now) {
    long sequence = probe.sequenceAt(bytes, found, length);
    boolean whole = sequence >= 0 && probe.isWholeAt(bytes, found, length);
    if (whole) {
      whole = !hasBefore || isUsual(from, found);
    } else if (sequence >= 0 && !probe.provesSequence(bytes, found, length)) {
      sequence = -1;
    }
    hasBefore = true;
    if (sequence < 0) {
      sink.unreadable();
    } else {
      sink.replied(sequence, whole, now);
    }
  }

  /** Rejections between two replies are neither usual nor damage. */
  private boolean isUsual(int from, int to) {
    if (between.known() && between.matches(bytes, from, to)) {
      return true;
    }
    return countRejections(from, to) > from || between.accept(bytes, from, to);
  }

  /**
   * Counts rejections whose line has ended.
   *
   * @return behind the last of them, or {@code from}
   */
  private int countRejections(int from, int to) {
    int behind = from;
    for (int i = from; i <= to - REJECTION.length; i++) {
      if (bytes[i] == REJECTION[0]
          && Arrays.equals(bytes, i, i + REJECTION.length, REJECTION, 0, REJECTION.length)) {
        int end = i + REJECTION.length;
        while (end < to && bytes[end] != '\n') {
          end++;
        }
        if (end == to) {
          break;
        }
        sink.rejected();
        behind = end;
        i = end;
      }
    }
    return behind;
  }

  private void append(ByteBuf in) {
    int more = in.readableBytes();
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
    in.readBytes(bytes, length, more);
    length += more;
  }

  private void keepFrom(int at) {
    int from = at;
    if (length - from > MAX_BETWEEN_BYTES + probe.sizeBytes()) {
      from = length - probe.sizeBytes();
    }
    if (from > 0) {
      System.arraycopy(bytes, from, bytes, 0, length - from);
      length -= from;
    }
  }
}
