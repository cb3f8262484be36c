package acuse.server.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;

/**
 * Refuses peers that begin with a PROXY header but are not one of our proxies, however the header
 * is split. Leaves the pipeline for all other peers.
 *
 * <pre>
 * read       PRO  |  XY TCP4 203.0.113.7 …
 *            │        └── now it is one: the connection is closed
 *            └── goes on at once, for it may be all that a peer has to say for now
 * </pre>
 *
 * If bytes were held back until it is clear, a peer without framing would wait for its reply. The
 * start of a header does no harm as a message, because it names no peer.
 */
public final class StrangersHeader extends ChannelInboundHandlerAdapter {
  private static final byte[] VERSION_1 = "PROXY ".getBytes(US_ASCII);
  private static final byte[] VERSION_2 = "\r\n\r\n\0\r\nQUIT\n".getBytes(US_ASCII);

  private final Runnable onRefused;

  /** How headers start that may still be coming. */
  private final List<byte[]> possible = new ArrayList<>(List.of(VERSION_1, VERSION_2));

  private int bytesSeen;

  /**
   * @param onRefused is told of a header; the connection is then being closed
   */
  public StrangersHeader(Runnable onRefused) {
    this.onRefused = onRefused;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    ByteBuf bytes = (ByteBuf) read;
    possible.removeIf(start -> !goesOn(start, bytes));
    bytesSeen += bytes.readableBytes();
    if (possible.stream().anyMatch(start -> start.length <= bytesSeen)) {
      ReferenceCountUtil.release(read);
      onRefused.run();
      ctx.close();
      return;
    }
    ctx.fireChannelRead(read);
    if (possible.isEmpty()) {
      ctx.pipeline().remove(this);
    }
  }

  /** Whether {@code bytes} are what comes next of {@code start}. */
  private boolean goesOn(byte[] start, ByteBuf bytes) {
    int compared = Math.min(start.length - bytesSeen, bytes.readableBytes());
    for (int i = 0; i < compared; i++) {
      if (bytes.getByte(bytes.readerIndex() + i) != start[bytesSeen + i]) {
        return false;
      }
    }
    return true;
  }
}
