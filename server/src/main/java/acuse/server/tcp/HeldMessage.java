package acuse.server.tcp;

import acuse.common.protocol.LineEnding;
import io.netty.buffer.ByteBuf;

/**
 * A message that has come and is held back on purpose.
 *
 * @param number counts the messages of its session, from 1
 * @param kind what it is
 * @param bytes without the ending; empty for a message that was too long; its holder's to release
 * @param passNanos the event loop's time from which on it may pass
 */
record HeldMessage(long number, Kind kind, ByteBuf bytes, LineEnding ending, long passNanos) {
  /** What a message can be. */
  enum Kind {
    /** As it was sent. */
    WHOLE,
    /** It was dropped, and is rejected. */
    TOO_LONG,
    /** It does not arrive, however often it is sent. */
    LOST_FOR_GOOD
  }
}
