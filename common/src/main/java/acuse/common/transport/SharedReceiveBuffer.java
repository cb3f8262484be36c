package acuse.common.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/**
 * Lets all channels of an event loop read into one {@link ReusedBuffer}, so that an idle connection
 * has none.
 */
public final class SharedReceiveBuffer extends DefaultMaxMessagesRecvByteBufAllocator {
  private final ReusedBuffer shared;

  /** Buffers hold so many bytes. */
  public SharedReceiveBuffer(int capacityBytes) {
    this.shared = new ReusedBuffer(capacityBytes);
  }

  /** Allocates the calling event loop's buffer, so that it is there when memory is short. */
  public void allocate(ByteBufAllocator allocator) {
    shared.allocate(allocator);
  }

  @Override
  @SuppressWarnings("deprecation") // so is the method that it implements
  public Handle newHandle() {
    return new MaxMessageHandle() {
      @Override
      public int guess() {
        return shared.capacityBytes();
      }

      @Override
      public ByteBuf allocate(ByteBufAllocator allocator) {
        return shared.borrow(allocator);
      }
    };
  }
}
