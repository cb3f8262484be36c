package acuse.client.bench.engine;

import acuse.common.protocol.Framing;
import io.netty.buffer.ByteBuf;

/**
 * Counts the replies of a server that returns nothing of the message: the next reply is to the
 * oldest message that waits. On TCP a reply is a line, a read or a frame, as the framing has it; on
 * UDP a datagram.
 */
final class OrderedReplies implements ReplyReader {
  private final Framing framing;
  private final Sink sink;

  /** Of the frame that is being received: what is still to come of its text. */
  private long textBytesLeft;

  private int headerBytes;
  private long header;

  /**
   * @param framing how the stream is divided; {@link Framing#RAW} for datagrams
   */
  OrderedReplies(Framing framing, Sink sink) {
    this.framing = framing;
    this.sink = sink;
  }

  @Override
  public void read(ByteBuf in, long now) {
    switch (framing) {
      case LENGTH -> readFrames(in, now);
      case RAW -> {
        in.skipBytes(in.readableBytes());
        sink.repliedInOrder(now);
      }
      case LINE, AUTO -> {
        int line;
        while ((line = in.bytesBefore((byte) '\n')) >= 0) {
          in.skipBytes(line + 1);
          sink.repliedInOrder(now);
        }
        in.skipBytes(in.readableBytes());
      }
    }
  }

  private void readFrames(ByteBuf in, long now) {
    while (in.isReadable()) {
      if (headerBytes < Integer.BYTES) {
        header = (header << Byte.SIZE) | in.readUnsignedByte();
        headerBytes++;
        textBytesLeft = header;
      } else {
        int part = (int) Math.min(textBytesLeft, in.readableBytes());
        in.skipBytes(part);
        textBytesLeft -= part;
      }
      if (headerBytes == Integer.BYTES && textBytesLeft == 0) {
        sink.repliedInOrder(now);
        headerBytes = 0;
        header = 0;
      }
    }
  }
}
