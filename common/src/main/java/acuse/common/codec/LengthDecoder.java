package acuse.common.codec;

import acuse.common.protocol.LineEnding;
import io.netty.buffer.ByteBuf;

/**
 * Cuts messages that follow their length: 4 bytes, most significant first, not counting themselves.
 *
 * <pre>
 * read:  00 00 00 04 'h' 'o'  |  'l' 'a' 00 00  |  00 00
 * out:                           "hola"            ""
 * </pre>
 *
 * The length is unsigned, so a peer may announce 4 GiB; memory is taken as bytes arrive, not as
 * they are announced. A message that the end of the stream cuts short is no message.
 */
final class LengthDecoder implements StreamDecoder {
  private static final int HEADER_BYTES = 4;

  private final int maxMessageBytes;
  private final Unfinished unfinished = new Unfinished();

  private int headerBytesSeen;
  private long messageBytes;

  /** Of a message that is too long, what must still be dropped; its last bytes tell its ending. */
  private long bytesToDrop;

  private byte beforeLastDropped;
  private byte lastDropped;

  LengthDecoder(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  @Override
  public boolean decode(ByteBuf in, MessageSink out) {
    return readHeader(in) && (isTooLong() ? drop(in, out) : readMessage(in, out));
  }

  @Override
  public void end(MessageSink out) {}

  @Override
  public boolean isInMessage() {
    return headerBytesSeen > 0;
  }

  @Override
  public int unfinishedBytes() {
    return unfinished.length();
  }

  @Override
  public int heldBytes() {
    return unfinished.capacity();
  }

  @Override
  public void release() {
    unfinished.clear();
  }

  private boolean readHeader(ByteBuf in) {
    while (headerBytesSeen < HEADER_BYTES && in.isReadable()) {
      messageBytes = messageBytes << Byte.SIZE | in.readUnsignedByte();
      headerBytesSeen++;
      if (headerBytesSeen == HEADER_BYTES && isTooLong()) {
        bytesToDrop = messageBytes;
      }
    }
    return headerBytesSeen == HEADER_BYTES;
  }

  /**
   * An ending of two bytes does not count, so the last two bytes can still make it fit; but no
   * buffer holds more than {@link Integer#MAX_VALUE}, whatever the limit.
   */
  private boolean isTooLong() {
    long longest = maxMessageBytes + (long) LineEnding.CRLF.length();
    return messageBytes > Math.min(longest, Integer.MAX_VALUE);
  }

  private boolean readMessage(ByteBuf in, MessageSink out) {
    int missing = (int) messageBytes - unfinished.length();
    if (in.readableBytes() < missing) {
      unfinished.take(in, in.readableBytes());
      return false;
    }
    if (unfinished.isEmpty()) {
      int start = in.readerIndex();
      in.skipBytes(missing);
      emit(in, start, out);
    } else {
      unfinished.take(in, missing);
      emit(unfinished.bytes(), unfinished.bytes().readerIndex(), out);
      unfinished.clear();
    }
    return true;
  }

  private void emit(ByteBuf bytes, int start, MessageSink out) {
    int length = (int) messageBytes;
    awaitHeader();
    LineEnding ending = LineEnding.of(bytes, start, length);
    if (length - ending.length() > maxMessageBytes) {
      out.messageTooLong(ending);
    } else {
      out.message(bytes, start, length - ending.length(), ending);
    }
  }

  private boolean drop(ByteBuf in, MessageSink out) {
    int dropped = (int) Math.min(bytesToDrop, in.readableBytes());
    if (dropped > 0) {
      int end = in.readerIndex() + dropped;
      beforeLastDropped = dropped > 1 ? in.getByte(end - 2) : lastDropped;
      lastDropped = in.getByte(end - 1);
      in.readerIndex(end);
      bytesToDrop -= dropped;
    }
    if (bytesToDrop > 0) {
      return false;
    }
    awaitHeader();
    out.messageTooLong(
        lastDropped != '\n'
            ? LineEnding.NONE
            : beforeLastDropped == '\r' ? LineEnding.CRLF : LineEnding.LF);
    return true;
  }

  private void awaitHeader() {
    headerBytesSeen = 0;
    messageBytes = 0;
  }
}
