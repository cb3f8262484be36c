package acuse.server.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers replies until there are so many for one write. Belongs to the connection's event loop.
 */
final class GluedReplies {
  /** Fewer are written when the first has waited for this long. */
  private static final long LONGEST_WAIT_NANOS = 200_000_000;

  private final List<ByteBuf> replies = new ArrayList<>();
  private ReplyShape shape = ReplyShape.WHOLE;
  private long bytes;
  private long lastNumber;
  private long deadlineNanos;

  boolean isEmpty() {
    return replies.isEmpty();
  }

  /** How many replies are gathered. */
  int size() {
    return replies.size();
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
    return replies.size() >= shape.glued() ? Long.MIN_VALUE : deadlineNanos;
  }

  /** The form of the first reply, which all take. */
  ReplyShape shape() {
    return shape;
  }

  /** The number of the last reply. */
  long lastNumber() {
    return lastNumber;
  }

  /** Takes a reply over. */
  void add(long number, ByteBuf reply, ReplyShape replyShape, long nowNanos) {
    lastNumber = number;
    if (replies.isEmpty()) {
      shape = replyShape;
      deadlineNanos = nowNanos + LONGEST_WAIT_NANOS;
    }
    replies.add(reply);
    bytes += reply.capacity();
  }

  /** All of them in one buffer, which is the caller's. */
  ByteBuf takeAll(ByteBufAllocator allocator) {
    ByteBuf all = replies.size() == 1 ? replies.get(0) : copyOfAll(allocator);
    replies.clear();
    bytes = 0;
    return all;
  }

  void release() {
    replies.forEach(ByteBuf::release);
    replies.clear();
    bytes = 0;
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
