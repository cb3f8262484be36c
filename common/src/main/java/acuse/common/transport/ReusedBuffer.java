package acuse.common.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * Lends each event loop the same buffer again and again. The borrower is nearly always done before
 * the next one asks. If it still holds the buffer, the next borrower gets another.
 *
 * <p>So a read or a write allocates nothing, however large the buffer, and its memory stays in the
 * processor's cache.
 */
public final class ReusedBuffer {
  /** One that grew larger than this many times its first size is given back after use. */
  private static final int MAX_GROWTH = 4;

  private final int capacityBytes;
  private final FastThreadLocal<ByteBuf> ofThisEventLoop =
      new FastThreadLocal<>() {
        @Override
        protected void onRemoval(ByteBuf buffer) {
          buffer.release();
        }
      };

  /** Buffers hold so many bytes at first. */
  public ReusedBuffer(int capacityBytes) {
    this.capacityBytes = capacityBytes;
  }

  int capacityBytes() {
    return capacityBytes;
  }

  /** An empty direct buffer; the caller's to release, like any. */
  public ByteBuf borrow(ByteBufAllocator allocator) {
    ByteBuf buffer = ofThisEventLoop.getIfExists();
    if (buffer == null || isOutgrown(buffer)) {
      ofThisEventLoop.remove();
      buffer = allocator.ioBuffer(capacityBytes);
      ofThisEventLoop.set(buffer);
    }
    return buffer.refCnt() == 1 ? buffer.clear().retain() : allocator.ioBuffer(capacityBytes);
  }

  /** Allocates the calling event loop's buffer, so that it is there when memory is short. */
  public void allocate(ByteBufAllocator allocator) {
    borrow(allocator).release();
  }

  private boolean isOutgrown(ByteBuf buffer) {
    return buffer.capacity() > MAX_GROWTH * capacityBytes;
  }
}
