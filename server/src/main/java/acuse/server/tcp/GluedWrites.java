package acuse.server.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers replies until there are so many for one write. Belongs to the connection's event loop.
 */
final class GluedWrites {
  /** Fewer are written when the first has waited for this long. */
  private static final long LONGEST_WAIT_NANOS = 200_000_000;

  private final List<ByteBuf> replies = new ArrayList<>();
  private WriteShape shape = WriteShape.WHOLE;
  private long bytes;
  private long lastNumber;
  private int ended;
  private long deadlineNanos;

  boolean isEmpty() {
    return replies.isEmpty();
  }

  /** How many replies are gathered. */
  int size() {
    return replies.size();
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
    if (replies.isEmpty()) {
      return Long.MAX_VALUE;
    }
    boolean enough = shape.glued() == 1 || ended >= shape.glued();
    return enough ? Long.MIN_VALUE : deadlineNanos;
  }

  /** The form of the first reply, which all take. */
  WriteShape shape() {
    return shape;
  }

  /** The number of the last reply. */
  long lastNumber() {
    return lastNumber;
  }

  /** Takes a reply over. */
  void add(NumberedWrite reply, WriteShape replyShape, long nowNanos) {
    lastNumber = reply.number();
    ended += reply.ends() ? 1 : 0;
    if (replies.isEmpty()) {
      shape = replyShape;
      deadlineNanos = nowNanos + LONGEST_WAIT_NANOS;
    }
    replies.add(reply.bytes());
    bytes += reply.bytes().capacity();
  }

  /** All of them in one buffer, which is the caller's. */
  ByteBuf takeAll(ByteBufAllocator allocator) {
    ByteBuf all = replies.size() == 1 ? replies.get(0) : copyOfAll(allocator);
    clear();
    return all;
  }

  void release() {
    replies.forEach(ByteBuf::release);
    clear();
  }

  private void clear() {
    replies.clear();
    bytes = 0;
    ended = 0;
  }

  private ByteBuf copyOfAll(ByteBufAllocator allocator) {
    int allBytes = replies.stream().mapToInt(ByteBuf::readableBytes).sum();
    ByteBuf all = allocator.buffer(allBytes);
    for (ByteBuf reply : replies) {
      all.writeBytes(reply);
      reply.release();
    }
    return all;
  }
}
