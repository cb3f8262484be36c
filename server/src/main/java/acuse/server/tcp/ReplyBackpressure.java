package acuse.server.tcp;

import acuse.common.transport.ReusedBuffer;
import acuse.server.connection.ConnectionBuffers;
import acuse.server.connection.HeldBack;
import acuse.server.connection.HeldBack.Place;
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
  private final ChannelHandlerContext toSocket;
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

  /** The capacity of the buffers with replies that were written without a flush. */
  private long unflushedBytes;

  /** The capacity of the buffers with replies that the peer has not taken. */
  private long untakenBytes;

  /**
   * Nothing is to be sent yet.
   *
   * @param ctx the session's
   * @param toSocket what is written here passes by whatever holds replies back
   * @param heldBack what stages hold back; to be told by {@link #heldBackChanged}
   * @param stall is told what is for the peer to take
   * @param onPauseChanged is run when reading stops or may go on
   * @param onRoom is run when reading may go on
   */
  ReplyBackpressure(
      ChannelHandlerContext ctx,
      ChannelHandlerContext toSocket,
      ReusedBuffer buffers,
      HeldBack heldBack,
      StallWatch stall,
      ConnectionBuffers.Part untakenPart,
      TrafficCounters counters,
      Runnable onPauseChanged,
      Runnable onRoom) {
    this.ctx = ctx;
    this.toSocket = toSocket;
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
      flushed(capacity);
    } else if (unflushedBytes > 0) {
      ctx.flush();
      flushed(0);
    }
  }

  /** Whether the peer takes its replies, and no stage that holds them is full. */
  boolean hasRoomForReplies() {
    return !peerIsBehind && !heldBack.isFullOut();
  }

  /** Writes the batch, which {@link #flush} will send. What follows is a write of its own. */
  void write() {
    if (batch.isReadable()) {
      stall.onReply(batch.readableBytes());
      counters.sent(batch.readableBytes());
      unflushedBytes += batch.capacity();
      ctx.write(takeBatch(), ctx.voidPromise());
    }
  }

  /**
   * Writes the batch, which is one reply, in a buffer of its own: a stage may hold it for long.
   *
   * @param number the reply's, among those of this session
   */
  void writeReply(long number) {
    ByteBuf bytes = ctx.alloc().buffer(batch.readableBytes()).writeBytes(batch);
    batch.clear();
    stall.onReply(bytes.readableBytes());
    counters.sent(bytes.readableBytes());
    int capacity = bytes.capacity();
    ctx.write(NumberedWrite.whole(number, bytes), ctx.voidPromise());
    if (!heldBack.isAnyAt(Place.REPLIES)) {
      unflushedBytes += capacity; // it went on to the socket, for replies keep their order
    }
  }

  /** Stages have released replies to the socket, or are full, or have room again. */
  void heldBackChanged(long releasedReplyBytes) {
    if (releasedReplyBytes > 0 && PendingReplies.bytes(ctx.channel()) > 0) {
      waitForPeer(releasedReplyBytes);
    }
    pauseIfNeeded();
  }

  private void flushed(int capacity) {
    long bytes = capacity + unflushedBytes;
    unflushedBytes = 0;
    if (PendingReplies.bytes(ctx.channel()) > 0) {
      waitForPeer(bytes);
    }
  }

  /**
   * Writes the last batch. Its flush is the next handler's: a flush tells at once that all is
   * taken, and would find this session half ended.
   *
   * @return the capacity of all buffers that the peer has not taken
   */
  long writeLast() {
    write();
    untakenBytes += unflushedBytes;
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
    toSocket
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
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
