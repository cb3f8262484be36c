package acuse.server.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Refuses whoever begins with a PROXY header but is no proxy of ours, and makes way for whoever
 * does not. One that comes in pieces is taken for a message, and does no harm as such.
 */
final class StrangersHeader extends ChannelInboundHandlerAdapter {
  private static final ByteBuf VERSION_1 =
      Unpooled.unreleasableBuffer(Unpooled.copiedBuffer("PROXY ", US_ASCII));
  private static final ByteBuf VERSION_2 =
      Unpooled.unreleasableBuffer(Unpooled.copiedBuffer("\r\n\r\n\0\r\nQUIT\n", US_ASCII));

  private final Runnable onRefused;

  /**
   * @param onRefused is told of a header; the connection is then being closed
   */
  StrangersHeader(Runnable onRefused) {
    this.onRefused = onRefused;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    ByteBuf bytes = (ByteBuf) read;
    if (startsWith(bytes, VERSION_1) || startsWith(bytes, VERSION_2)) {
      ReferenceCountUtil.release(read);
      onRefused.run();
      ctx.close();
    } else {
      ctx.fireChannelRead(read);
      ctx.pipeline().remove(this);
    }
  }

  private static boolean startsWith(ByteBuf bytes, ByteBuf start) {
    return bytes.readableBytes() >= start.readableBytes()
        && ByteBufUtil.equals(bytes, bytes.readerIndex(), start, 0, start.readableBytes());
  }
}
