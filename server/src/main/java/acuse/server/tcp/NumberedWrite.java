package acuse.server.tcp;

import io.netty.buffer.ByteBuf;

/**
 * A reply or a message that faults on purpose may act on, or a piece of one: forwarded bytes are
 * written as they come.
 *
 * @param number counts those of its session and direction, from 1
 * @param bytes as they are to be sent; whoever takes the write releases them
 * @param begins whether these are the first bytes of that number
 * @param ends whether these are the last
 */
record NumberedWrite(long number, ByteBuf bytes, boolean begins, boolean ends) {
  /** A whole one. */
  static NumberedWrite whole(long number, ByteBuf bytes) {
    return new NumberedWrite(number, bytes, true, true);
  }
}
