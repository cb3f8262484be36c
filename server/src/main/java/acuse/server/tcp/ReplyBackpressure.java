package acuse.server.tcp;

import acuse.common.transport.ReusedBuffer;
import acuse.server.connection.ConnectionBuffers;
import acuse.server.reply.Responder.ReplyBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;

/**
 * Sends a session's replies in batches, and holds the session back while its peer does not take
 * them.
 *
 * <pre>
 * replies ─→ batch ─→ write, one flush for each read
 *                       └── something is left: no reading until all of it is taken
 * </pre>
 *
 * So a connection keeps one batch of replies: many small ones, each in a buffer of its own, would
 * take far more memory than they have bytes.
 *
 * <p>Belongs to the connection's event loop.
 */
final class ReplyBackpressure implements ReplyBuffer {
  /** Short messages can have replies many times their size; this much of them is sent at once. */
  static final int BATCH_BYTES = 64 * 1024;

  private final ChannelHandlerContext ctx;
  private final ReusedBuffer buffers;
  private final StallWatch stall;
  private final ConnectionBuffers.Part untakenPart;
  private final Runnable onPeerChanged;
  private final Runnable onTaken;

  private ByteBuf batch = Unpooled.EMPTY_BUFFER;
  private boolean peerIsBehind;

  /** The capacity of the buffers with replies that the peer has not taken. */
  private long untakenBytes;

  /**
   * Nothing is to be sent yet.
   *
   * @param ctx the session's
   * @param stall is told what is for the peer to take
   * @param onPeerChanged is run when the peer begins or ceases to be behind
   * @param onTaken is run when a peer that was behind has taken everything
   */
  ReplyBackpressure(
      ChannelHandlerContext ctx,
      ReusedBuffer buffers,
      StallWatch stall,
      ConnectionBuffers.Part untakenPart,
      Runnable onPeerChanged,
      Runnable onTaken) {
    this.ctx = ctx;
    this.buffers = buffers;
    this.stall = stall;
    this.untakenPart = untakenPart;
    this.onPeerChanged = onPeerChanged;
    this.onTaken = onTaken;
  }

  @Override
  public ByteBuf forReply(int replyBytes) {
    if (batch.capacity() == 0) {
      batch = buffers.borrow(ctx.alloc());
    }
    return batch;
  }

  /** Whether there is room for another reply; a batch that is full goes out first. */
  boolean hasRoom() {
    if (batch.readableBytes() >= BATCH_BYTES) {
      flush();
    }
    return !peerIsBehind;
  }

  /** Whether the peer has not taken its replies. */
  boolean peerIsBehind() {
    return peerIsBehind;
  }

  /** Sends the batch. */
  void flush() {
    if (batch.isReadable()) {
      stall.onReply(batch.readableBytes());
      int capacity = batch.capacity();
      ctx.writeAndFlush(takeBatch(), ctx.voidPromise());
      if (PendingReplies.bytes(ctx.channel()) > 0) {
        untakenBytes += capacity;
        if (!peerIsBehind) {
          waitForPeer();
        }
      }
    }
  }

  /**
   * Writes the last batch. Its flush is the next handler's: a flush tells at once that all is
   * taken, and would find this session half ended.
   *
   * @return the capacity of all buffers that the peer has not taken
   */
  long writeLast() {
    if (batch.isReadable()) {
      untakenBytes += batch.capacity();
      ctx.write(takeBatch(), ctx.voidPromise());
    }
    return untakenBytes;
  }

  /** Tells how much is held. To be called last in a handler's method, for it may reset. */
  void countHeld() {
    untakenPart.set(untakenBytes);
  }

  /** Drops the bytes that have not been written. */
  void release() {
    takeBatch().release();
  }

  private ByteBuf takeBatch() {
    ByteBuf taken = batch;
    batch = Unpooled.EMPTY_BUFFER;
    return taken;
  }

  /** All is taken when the empty write behind it is done. */
  private void waitForPeer() {
    setPeerIsBehind(true);
    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            taken -> {
              if (taken.isSuccess() && !ctx.isRemoved()) {
                untakenBytes = 0;
                setPeerIsBehind(false);
                onTaken.run();
              }
            });
  }

  private void setPeerIsBehind(boolean peerIsBehind) {
    this.peerIsBehind = peerIsBehind;
    ctx.channel().config().setAutoRead(!peerIsBehind);
    onPeerChanged.run();
  }
}
