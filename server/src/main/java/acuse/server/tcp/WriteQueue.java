package acuse.server.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What a session has written, in order: replies or forwarded bytes, and what follows them, as FIN.
 * Belongs to the connection's event loop.
 */
final class WriteQueue {
  private final Queue<Entry> entries = new ArrayDeque<>();
  private int numbered;
  private long bytes;

  /** Something written. */
  sealed interface Entry {
    /** The event loop's time from which on it may pass. */
    long passNanos();
  }

  /** Takes its turn as soon as it comes. */
  record Numbered(NumberedWrite write, WriteShape shape, long passNanos) implements Entry {}

  /** What has no number: FIN, an empty write, replies from before there were faults. */
  record Other(Object message, ChannelPromise promise, long passNanos) implements Entry {}

  /** In place of a numbered write: the connection is reset. */
  record Reset(long passNanos) implements Entry {}

  boolean isEmpty() {
    return entries.isEmpty();
  }

  int size() {
    return entries.size();
  }

  /** How many of the entries have a number. */
  int numbered() {
    return numbered;
  }

  /** The capacity of the buffers. */
  long heldBytes() {
    return bytes;
  }

  void add(Entry entry) {
    entries.add(entry);
    count(entry, 1);
  }

  /** The first entry; null if there is none. */
  Entry peek() {
    return entries.peek();
  }

  /** Drops the first entry, whose buffer is the caller's now. */
  void remove() {
    count(entries.remove(), -1);
  }

  /** Drops all, and releases their buffers. */
  void release() {
    while (!entries.isEmpty()) {
      Entry entry = entries.peek();
      remove();
      if (entry instanceof Numbered held) {
        held.write().bytes().release();
      } else if (entry instanceof Other held) {
        ReferenceCountUtil.release(held.message());
        held.promise().tryFailure(new ClosedChannelException());
      }
    }
  }

  private void count(Entry entry, int sign) {
    if (entry instanceof Numbered held) {
      numbered += sign;
      bytes += sign * (long) held.write().bytes().capacity();
    } else if (entry instanceof Other held && held.message() instanceof ByteBuf batch) {
      bytes += sign * (long) batch.capacity();
    }
  }
}
