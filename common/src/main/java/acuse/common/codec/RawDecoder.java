package acuse.common.codec;

import acuse.common.protocol.LineEnding;
import io.netty.buffer.ByteBuf;

/**
 * Takes the bytes of one read for one message, for peers that wait for each reply and mark no ends.
 *
 * <pre>
 * read:  "hola"  |  "uno\ndos\n"
 * out:   "hola"     "uno\ndos" LF
 * </pre>
 */
final class RawDecoder implements StreamDecoder {
  private final int maxMessageBytes;

  RawDecoder(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  @Override
  public boolean decode(ByteBuf in, MessageSink out) {
    int start = in.readerIndex();
    int length = in.readableBytes();
    if (length == 0) {
      return false;
    }
    in.skipBytes(length);
    LineEnding ending = LineEnding.of(in, start, length);
    if (length - ending.length() > maxMessageBytes) {
      out.messageTooLong(ending);
    } else {
      out.message(in, start, length - ending.length(), ending);
    }
    return true;
  }

  @Override
  public void end(MessageSink out) {}

  @Override
  public boolean isInMessage() {
    return false;
  }

  @Override
  public int unfinishedBytes() {
    return 0;
  }

  @Override
  public int heldBytes() {
    return 0;
  }

  @Override
  public void release() {}
}
