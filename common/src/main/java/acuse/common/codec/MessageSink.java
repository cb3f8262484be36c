package acuse.common.codec;

import acuse.common.protocol.LineEnding;
import io.netty.buffer.ByteBuf;

/** Where messages go once they are cut out of what the wire brought. */
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
