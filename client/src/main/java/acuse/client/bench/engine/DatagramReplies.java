package acuse.client.bench.engine;

import acuse.common.protocol.Protocol;
import acuse.common.protocol.Rejection;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Finds the probe in a datagram, or the probes, whatever stands around them. */
final class DatagramReplies implements ReplyReader {
  private static final byte[] REJECTION = Rejection.start(Protocol.UDP);

  private final Probe probe;
  private final Sink sink;
  private final Surroundings before = new Surroundings();
  private final Surroundings after = new Surroundings();
  private byte[] bytes = new byte[2 * 1024];

  DatagramReplies(Probe probe, Sink sink) {
    this.probe = probe;
    this.sink = sink;
  }

  @Override
  public void read(ByteBuf in, long now) {
    int length = in.readableBytes();
    if (length > bytes.length) {
      bytes = new byte[length];
    }
    in.readBytes(bytes, 0, length);
    int found =
        before.known() && probe.isRunAt(bytes, before.length(), length)
            ? before.length()
            : probe.find(bytes, 0, length);
    int second = found < 0 ? -1 : probe.find(bytes, found + probe.sizeBytes(), length);
    if (second >= 0) {
      takeAll(found, length, now);
    } else if (found >= 0) {
      take(found, length, now);
    } else if (length >= REJECTION.length
        && Arrays.equals(bytes, 0, REJECTION.length, REJECTION, 0, REJECTION.length)) {
      sink.rejected();
    } else {
      sink.stray();
    }
  }

  /**
   * Several messages came back as one datagram, as from a server that handles datagrams as a
   * stream. What stands around them says nothing then.
   */
  private void takeAll(int first, int length, long now) {
    for (int at = first; at >= 0; at = probe.find(bytes, at + probe.sizeBytes(), length)) {
      long sequence = probe.sequenceAt(bytes, at, length);
      if (sequence >= 0 && probe.isWholeAt(bytes, at, length)) {
        sink.replied(sequence, true, now);
      } else {
        sink.unreadable();
      }
    }
  }

  private void take(int found, int length, long now) {
    long sequence = probe.sequenceAt(bytes, found, length);
    if (sequence >= 0 && probe.isWholeAt(bytes, found, length)) {
      boolean usualBefore = before.accept(bytes, 0, found);
      boolean usualAfter = after.accept(bytes, found + probe.sizeBytes(), length);
      sink.replied(sequence, usualBefore && usualAfter, now);
    } else if (sequence >= 0 && probe.provesSequence(bytes, found, length)) {
      sink.replied(sequence, false, now);
    } else {
      sink.unreadable();
    }
  }
}
