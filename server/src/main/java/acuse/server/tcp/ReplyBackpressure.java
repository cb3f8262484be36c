package acuse.server.tcp;

import acuse.common.transport.ReusedBuffer;
import acuse.server.connection.ConnectionBuffers;
import acuse.server.connection.HeldBack;
import acuse.server.metrics.TrafficCounters;
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
 *                       └── the socket keeps some: no reading until all of it is taken
 * </pre>
 *
 * A reply that a stage holds back does not stop the reading, unless the stage is full: the peer
 * cannot take it yet.
 *
 * <p>So a connection keeps one batch of replies: many small ones, each in a buffer of its own,
 * would take far more memory than they have bytes.
 *
 * <p>Belongs to the connection's event loop.
 */
final class ReplyBackpressure implements ReplyBuffer {
  /** Short messages can have replies many times their size; this much of them is sent at once. */
  static final int BATCH_BYTES = 64 * 1024;

  private final ChannelHandlerContext ctx;
  private final ReusedBuffer buffers;
  private final HeldBack heldBack;
  private final StallWatch stall;
  private final ConnectionBuffers.Part untakenPart;
  private final TrafficCounters counters;
  private final Runnable onPauseChanged;
  private final Runnable onRoom;

  private ByteBuf batch = Unpooled.EMPTY_BUFFER;
  private boolean peerIsBehind;

  /** Whether reading stops: the peer is behind, or a stage is full. */
  private boolean paused;

  private boolean readingEnded;

  /** The capacity of the buffers with replies that the peer has not taken. */
  private long untakenBytes;

  /**
   * Nothing is to be sent yet.
   *
   * @param ctx the session's
   * @param heldBack what stages hold back; to be told by {@link #heldBackChanged}
   * @param stall is told what is for the peer to take
   * @param onPauseChanged is run when reading stops or may go on
   * @param onRoom is run when reading may go on
   */
  ReplyBackpressure(
      ChannelHandlerContext ctx,
      ReusedBuffer buffers,
      HeldBack heldBack,
      StallWatch stall,
      ConnectionBuffers.Part untakenPart,
      TrafficCounters counters,
      Runnable onPauseChanged,
      Runnable onRoom) {
    this.ctx = ctx;
    this.buffers = buffers;
    this.heldBack = heldBack;
    this.stall = stall;
    this.untakenPart = untakenPart;
    this.counters = counters;
    this.onPauseChanged = onPauseChanged;
    this.onRoom = onRoom;
  }

  @Override
  public ByteBuf forReply(int replyBytes) {
    counters.reply();
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
    return !paused;
  }

  /** Whether reading stops, for the peer has not taken its replies, or a stage is full. */
  boolean isPaused() {
    return paused;
  }

  /** Sends the batch. */
  void flush() {
    if (batch.isReadable()) {
      stall.onReply(batch.readableBytes());
      counters.sent(batch.readableBytes());
      int capacity = batch.capacity();
      ctx.writeAndFlush(takeBatch(), ctx.voidPromise());
      if (PendingReplies.bytes(ctx.channel()) > 0) {
        waitForPeer(capacity);
      }
    }
  }

  /** Stages have released replies to the socket, or are full, or have room again. */
  void heldBackChanged(long releasedReplyBytes) {
    if (releasedReplyBytes > 0 && PendingReplies.bytes(ctx.channel()) > 0) {
      waitForPeer(releasedReplyBytes);
    }
    pauseIfNeeded();
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
      counters.sent(batch.readableBytes());
      ctx.write(takeBatch(), ctx.voidPromise());
    }
    return untakenBytes;
  }

  /** Tells how much is held. To be called last in a handler's method, for it may reset. */
  void countHeld() {
    untakenPart.set(untakenBytes);
  }

  /** Nothing more is to be read from the socket, whether there is room or not. */
  void endReading() {
    readingEnded = true;
    ctx.channel().config().setAutoRead(false);
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
  private void waitForPeer(long moreUntakenBytes) {
    untakenBytes += moreUntakenBytes;
    if (peerIsBehind) {
      return;
    }
    peerIsBehind = true;
    pauseIfNeeded();
    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            taken -> {
              if (taken.isSuccess() && !ctx.isRemoved()) {
                untakenBytes = 0;
                peerIsBehind = false;
                pauseIfNeeded();
              }
            });
  }

  private void pauseIfNeeded() {
    boolean pausedBefore = paused;
    paused = peerIsBehind || heldBack.isFull();
    if (paused != pausedBefore) {
      ctx.channel().config().setAutoRead(!paused && !readingEnded);
      onPauseChanged.run();
      if (!paused) {
        onRoom.run();
      }
    }
  }
}
