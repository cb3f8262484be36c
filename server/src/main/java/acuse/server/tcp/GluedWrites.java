package acuse.server.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/** Gathers writes until there are so many for one write. Belongs to the connection's event loop. */
final class GluedWrites {
  /** Fewer are written when the first has waited for this long. */
  private static final long LONGEST_WAIT_NANOS = 200_000_000;

  private final List<ByteBuf> writes = new ArrayList<>();
  private WriteShape shape = WriteShape.WHOLE;
  private long bytes;
  private long lastNumber;
  private int ended;
  private long deadlineNanos;

  boolean isEmpty() {
    return writes.isEmpty();
  }

  /** How many writes are gathered. */
  int size() {
    return writes.size();
  }

  /** How many of them are whole, or the last pieces. */
  int ended() {
    return ended;
  }

  /** What they take, by the capacity of their buffers. */
  long heldBytes() {
    return bytes;
  }

  /** When they are to be written: at once if they are enough; never if there are none. */
  long dueNanos() {
    if (writes.isEmpty()) {
      return Long.MAX_VALUE;
    }
    boolean enough = shape.glued() == 1 || ended >= shape.glued();
    return enough ? Long.MIN_VALUE : deadlineNanos;
  }

  /** The form of the first one, which all take. */
  WriteShape shape() {
    return shape;
  }

  /** The number of the last one. */
  long lastNumber() {
    return lastNumber;
  }

  /** Takes one over. */
  void add(NumberedWrite write, WriteShape writeShape, long nowNanos) {
    lastNumber = write.number();
    ended += write.ends() ? 1 : 0;
    if (writes.isEmpty()) {
      shape = writeShape;
      deadlineNanos = nowNanos + LONGEST_WAIT_NANOS;
    }
    writes.add(write.bytes());
    bytes += write.bytes().capacity();
  }

  /** All of them in one buffer, which is the caller's. */
  ByteBuf takeAll(ByteBufAllocator allocator) {
    ByteBuf all = writes.size() == 1 ? writes.get(0) : copyOfAll(allocator);
    clear();
    return all;
  }

  void release() {
    writes.forEach(ByteBuf::release);
    clear();
  }

  private void clear() {
    writes.clear();
    bytes = 0;
    ended = 0;
  }

  private ByteBuf copyOfAll(ByteBufAllocator allocator) {
    int allBytes = writes.stream().mapToInt(ByteBuf::readableBytes).sum();
    ByteBuf all = allocator.buffer(allBytes);
    for (ByteBuf each : writes) {
      all.writeBytes(each);
      each.release();
    }
    return all;
  }
}
