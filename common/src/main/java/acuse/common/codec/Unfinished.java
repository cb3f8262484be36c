package acuse.common.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * The bytes of a message that has not ended. It holds a buffer only while it holds bytes: thousands
 * of idle connections cost nothing here.
 */
final class Unfinished {
  private static final int FIRST_CAPACITY_BYTES = 256;

  private ByteBuf bytes = Unpooled.EMPTY_BUFFER;

  int length() {
    return bytes.readableBytes();
  }

  int capacity() {
    return bytes.capacity();
  }

  boolean isEmpty() {
    return !bytes.isReadable();
  }

  /** The bytes kept so far; still this object's. */
  ByteBuf bytes() {
    return bytes;
  }

  /** Moves {@code length} bytes from {@code in} to the end of those kept. */
  void take(ByteBuf in, int length) {
    if (length == 0) {
      return;
    }
    if (isEmpty()) {
      bytes = in.alloc().buffer(Math.max(FIRST_CAPACITY_BYTES, length));
    }
    bytes.writeBytes(in, length);
  }

  void clear() {
    bytes.release();
    bytes = Unpooled.EMPTY_BUFFER;
  }
}
