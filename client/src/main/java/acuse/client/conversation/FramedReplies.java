package acuse.client.conversation;

import acuse.common.codec.MessageSink;
import acuse.common.codec.StreamDecoder;
import acuse.common.protocol.Framing;
import acuse.common.protocol.LineEnding;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;

/** Replies as the server's own decoders cut them. One that is too long is dropped. */
final class FramedReplies implements ReplyDecoder {
  private final StreamDecoder decoder;

  FramedReplies(Framing framing) {
    this.decoder = StreamDecoder.of(framing, MessageSource.MAX_MESSAGE_BYTES);
  }

  @Override
  public void decode(byte[] chunk, int length, List<byte[]> replies) {
    ByteBuf received = Unpooled.wrappedBuffer(chunk, 0, length);
    MessageSink sink = new Collector(replies);
    while (received.isReadable()) {
      decoder.decode(received, sink);
    }
  }

  @Override
  public void end(List<byte[]> replies) {
    decoder.end(new Collector(replies));
    decoder.release();
  }

  private record Collector(List<byte[]> replies) implements MessageSink {
    @Override
    public void message(ByteBuf bytes, int index, int length, LineEnding ending) {
      replies.add(ByteBufUtil.getBytes(bytes, index, length, true));
    }

    @Override
    public void messageTooLong(LineEnding ending) {}
  }
}
