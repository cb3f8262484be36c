package acuse.common.codec;

import acuse.common.protocol.LineEnding;
import io.netty.buffer.ByteBuf;

/** Receives the messages that a decoder has cut out of a stream. */
public interface MessageSink {
  /**
   * A whole message: the {@code length} bytes of {@code bytes} that start at {@code index}.
   *
   * @param bytes still its caller's, and only good until this method returns; its own reader index
   *     means nothing here
   * @param ending what followed the message; not part of those bytes
   */
  void message(ByteBuf bytes, int index, int length, LineEnding ending);

  /** A message longer than the limit has ended and was dropped. */
  void messageTooLong(LineEnding ending);
}
