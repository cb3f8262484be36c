package acuse.client.codec;

import acuse.common.codec.MessageSink;
import acuse.common.codec.StreamDecoder;
import acuse.common.logging.BugsOnly;
import acuse.common.protocol.Framing;
import acuse.common.protocol.LineEnding;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Replies as the decoders of {@link acuse.common.codec} cut them, which work on Netty's buffers:
 * raw ones and those framed by length. One that is too long is dropped.
 */
final class BufferedReplyDecoder implements ReplyDecoder {
  private static final int BUFFER_BYTES = 64 * 1024;

  static {
    BugsOnly.install(); // before Netty's buffers have a logger
  }

  private final Framing framing;
  private final StreamDecoder decoder;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int length;

  /** The first byte of the stream, from 0 to 255; -1 before it has come. */
  private int firstByte = -1;

  BufferedReplyDecoder(Framing framing, int maxReplyBytes) {
    this.framing = framing;
    this.decoder = StreamDecoder.of(framing, maxReplyBytes);
  }

  @Override
  public boolean read(InputStream in) throws IOException {
    length = in.read(buffer);
    if (firstByte < 0 && length > 0) {
      firstByte = buffer[0] & 0xff;
    }
    return length >= 0;
  }

  @Override
  public Lines replies() {
    ByteBuf received = Unpooled.wrappedBuffer(buffer, 0, length);
    Collector replies = new Collector(new ArrayList<>());
    while (received.isReadable()) {
      decoder.decode(received, replies);
    }
    return Lines.of(replies.texts());
  }

  @Override
  public Lines rest() {
    Collector replies = new Collector(new ArrayList<>());
    decoder.end(replies);
    decoder.release();
    return Lines.of(replies.texts());
  }

  @Override
  public boolean isInReply() {
    return decoder.isInMessage();
  }

  /** A first length of 16 MiB or more is no length: the peer begins with something else. */
  @Override
  public boolean isUnreadable() {
    return framing == Framing.LENGTH && firstByte > 0;
  }

  private record Collector(List<byte[]> texts) implements MessageSink {
    @Override
    public void message(ByteBuf bytes, int index, int length, LineEnding ending) {
      texts.add(ByteBufUtil.getBytes(bytes, index, length, true));
    }

    @Override
    public void messageTooLong(LineEnding ending) {}
  }
}
