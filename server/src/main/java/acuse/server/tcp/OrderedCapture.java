package acuse.server.tcp;

import acuse.server.capture.Capture;
import acuse.server.capture.TcpConversation;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The capture, as the connections of one event loop write into it. What a read causes, here or on
 * another connection, stands behind the read, although the record of the read is written last: only
 * then is it known which messages it has brought.
 *
 * <p>Belongs to that event loop.
 */
final class OrderedCapture {
  private final Capture capture;
  private final Queue<Runnable> caused = new ArrayDeque<>();
  private int readsInHand;

  OrderedCapture(Capture capture) {
    this.capture = capture;
  }

  /** A connection of ours with {@code peer}. */
  TcpConversation connection(InetSocketAddress local, InetSocketAddress peer) {
    return capture.connection(local, peer);
  }

  long nowEpochNanos() {
    return capture.nowEpochNanos();
  }

  /** A read is being handled; {@link #endRead} follows. */
  void beginRead() {
    readsInHand++;
  }

  /** A read has been handled. */
  void endRead(Runnable writeRecord) {
    readsInHand--;
    if (readsInHand > 0) {
      caused.add(writeRecord);
      return;
    }
    writeRecord.run();
    while (!caused.isEmpty()) {
      caused.remove().run();
    }
  }

  /** Writes a record that is not of a read: now, or behind the read that is being handled. */
  void put(Runnable writeRecord) {
    if (readsInHand > 0) {
      caused.add(writeRecord);
    } else {
      writeRecord.run();
    }
  }
}
