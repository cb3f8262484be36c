package acuse.server.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.util.ReferenceCountUtil;

/**
 * How many bytes one connection makes the server hold. Each handler that holds any tells by a
 * {@link Part} of its own. Belongs to the connection's event loop.
 */
public final class ConnectionBuffers {
  private final Channel connection;
  private final BufferHolders holders;
  private long heldBytes;
  private boolean closed;

  ConnectionBuffers(Channel connection, BufferHolders holders) {
    this.connection = connection;
    this.holders = holders;
    connection.closeFuture().addListener(ended -> close());
  }

  /** For a handler, which holds nothing yet. */
  public Part newPart() {
    return new Part();
  }

  /** All parts together. */
  long heldBytes() {
    return heldBytes;
  }

  /**
   * Breaks the connection, because its buffers are needed; the peer gets RST. The handlers are
   * removed first, which frees what they hold at once: closing alone would free it later, after
   * other connections have been read.
   */
  void reset() {
    close();
    ChannelPipeline pipeline = connection.pipeline();
    pipeline.fireUserEventTriggered(ConnectionEvent.BUFFERS_NEEDED);
    connection.config().setAutoRead(false);
    connection.config().setOption(ChannelOption.SO_LINGER, 0);
    while (pipeline.last() != null) {
      pipeline.removeLast();
    }
    pipeline.addLast(new Abandoned());
    connection.close();
  }

  private void close() {
    closed = true;
    change(0);
  }

  private void change(long nowBytes) {
    long beforeBytes = heldBytes;
    if (nowBytes != beforeBytes) {
      heldBytes = nowBytes;
      holders.change(this, beforeBytes, nowBytes);
    }
  }

  /** Ignores that replies could not be written. */
  private static final class Abandoned extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object dropped) {
      ReferenceCountUtil.release(dropped);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {}
  }

  /** The bytes that one handler holds. */
  public final class Part {
    private long partBytes;

    private Part() {}

    /**
     * The handler holds so many bytes now, by the capacity of its buffers. To be called last in a
     * method of the handler, for this may reset the connection.
     */
    public void set(long bytes) {
      long beforeBytes = partBytes;
      partBytes = bytes;
      if (!closed) {
        change(heldBytes + bytes - beforeBytes);
      }
    }
  }
}
