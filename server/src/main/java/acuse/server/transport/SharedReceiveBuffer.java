package acuse.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * Lets all channels of an event loop read into one buffer. Whoever reads is nearly always done with
 * the bytes before the next read; where one is not, and still holds the buffer, the next read gets
 * another.
 *
 * <p>So a read allocates nothing, however large the buffer, its memory stays in the processor's
 * cache, and an idle connection has none.
 */
public final class SharedReceiveBuffer extends DefaultMaxMessagesRecvByteBufAllocator {
  private final int capacityBytes;
  private final FastThreadLocal<ByteBuf> ofThisEventLoop =
      new FastThreadLocal<>() {
        @Override
        protected void onRemoval(ByteBuf buffer) {
          buffer.release();
        }
      };

  /** Buffers hold so many bytes. */
  public SharedReceiveBuffer(int capacityBytes) {
    this.capacityBytes = capacityBytes;
  }

  @Override
  @SuppressWarnings("deprecation") // so is the method that it implements
  public Handle newHandle() {
    return new MaxMessageHandle() {
      @Override
      public int guess() {
        return capacityBytes;
      }

      /** The caller's to release, like any buffer. */
      @Override
      public ByteBuf allocate(ByteBufAllocator allocator) {
        ByteBuf buffer = ofThisEventLoop.getIfExists();
        if (buffer == null) {
          buffer = allocator.ioBuffer(capacityBytes);
          ofThisEventLoop.set(buffer);
        }
        return buffer.refCnt() == 1 ? buffer.clear().retain() : allocator.ioBuffer(capacityBytes);
      }
    };
  }
}
