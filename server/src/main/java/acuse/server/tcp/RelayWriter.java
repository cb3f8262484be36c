package acuse.server.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/**
 * Writes the forwarded bytes of one direction, and counts its messages. Belongs to the connection's
 * event loop.
 */
interface RelayWriter {
  /**
   * Writes without a flush.
   *
   * @param bytes taken over if all of them were written, or are not to be
   * @return false if what is still readable is to be written later, when there is room; then it
   *     stays the caller's
   */
  boolean write(ChannelHandlerContext sink, ByteBuf bytes);

  /** The source sends no more, so a message that has no end has ended. */
  void endOfStream();

  /** Whether nothing can be written until there is room to hold it. */
  default boolean waitsForRoom() {
    return false;
  }

  /** Whether nothing that comes from now on is written. */
  default boolean isOver() {
    return false;
  }

  /** Whether FIN is to follow what was written last, on purpose. */
  default boolean isLast() {
    return false;
  }

  /** The session is over. */
  default void release() {}
}
