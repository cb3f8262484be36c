package acuse.server.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.EventExecutor;
import java.util.function.LongConsumer;

/**
 * Cuts forwarded bytes into messages, so that each meets the faults on purpose under its number. A
 * piece of a message goes on as it comes; the fault that holds up its first piece holds up the
 * others, for they stay in order.
 *
 * <pre>
 * read ─→ {@link MessageBoundaries} ─→ number ─→ stall, mute, reset, fin ─→ {@link FaultStage} of the sink
 * </pre>
 *
 * <p>While no fault can act, a read is written whole, and its messages are only counted. Belongs to
 * the connection's event loop.
 */
final class FaultyWriter implements RelayWriter {
  private final SessionFaults faults;
  private final PathFaults path;

  /** Whether this is what the peer sends; otherwise, it is what the target sends. */
  private final boolean in;

  private final FaultStage stage;
  private final MessageBoundaries boundaries;
  private final Runnable countMessage;
  private final HeldRoom room;
  private final EventExecutor eventLoop;
  private final LongConsumer onStall;
  private final Runnable onRoom;

  private long number;
  private ReplyFate fate = ReplyFate.SENT;
  private boolean waitsForRoom;
  private boolean over;
  private boolean last;
  private boolean released;

  /**
   * Nothing has come.
   *
   * @param stage of the connection that it writes to
   * @param onStall is told until when the session stalls, in nanoseconds of the event loop
   * @param onRoom is run when there is room again to hold something
   */
  FaultyWriter(
      SessionFaults faults,
      boolean in,
      FaultStage stage,
      MessageBoundaries boundaries,
      Runnable countMessage,
      HeldRoom room,
      EventExecutor eventLoop,
      LongConsumer onStall,
      Runnable onRoom) {
    this.faults = faults;
    this.path = in ? faults.in() : faults.out();
    this.in = in;
    this.stage = stage;
    this.boundaries = boundaries;
    this.countMessage = countMessage;
    this.room = room;
    this.eventLoop = eventLoop;
    this.onStall = onStall;
    this.onRoom = onRoom;
  }

  @Override
  public boolean write(ChannelHandlerContext sink, ByteBuf bytes) {
    faults.look();
    if (isCalm()) {
      writeWhole(sink, bytes);
      return true;
    }
    while (bytes.isReadable() && !isOver() && hasRoom()) {
      writePiece(sink, bytes);
    }
    if (bytes.isReadable() && !isOver()) {
      return false;
    }
    bytes.release();
    return true;
  }

  @Override
  public void endOfStream() {
    if (!boundaries.ends()) {
      countMessage.run();
    }
  }

  @Override
  public boolean waitsForRoom() {
    return waitsForRoom;
  }

  @Override
  public boolean isOver() {
    return over || released; // a write may find the connection broken
  }

  @Override
  public boolean isLast() {
    return last;
  }

  @Override
  public void release() {
    released = true;
  }

  private boolean isCalm() {
    return path.areNone()
        && stage.isEmpty()
        && fate == ReplyFate.SENT
        && faults.stallUntilNanos() <= eventLoop.ticker().nanoTime();
  }

  private void writeWhole(ChannelHandlerContext sink, ByteBuf bytes) {
    int end = bytes.writerIndex();
    int index = bytes.readerIndex();
    while (index < end) {
      index = nextPiece(bytes, index, end);
    }
    sink.write(bytes, sink.voidPromise());
  }

  /** Returns the index behind the piece. */
  private int nextPiece(ByteBuf bytes, int from, int to) {
    int end = boundaries.next(bytes, from, to);
    if (boundaries.begins()) {
      number = path.next();
    }
    if (boundaries.ends()) {
      countMessage.run();
    }
    return end;
  }

  private void writePiece(ChannelHandlerContext sink, ByteBuf bytes) {
    int from = bytes.readerIndex();
    int length = nextPiece(bytes, from, bytes.writerIndex()) - from;
    if (boundaries.begins()) {
      begin(sink);
    }
    if (over || fate == ReplyFate.MUTED) {
      bytes.skipBytes(length);
    } else {
      // A copy, for it may be held for long, and the buffer of a read is large.
      ByteBuf piece = sink.alloc().buffer(length).writeBytes(bytes, length);
      sink.write(
          new NumberedWrite(number, piece, boundaries.begins(), boundaries.ends()),
          sink.voidPromise());
    }
    if (boundaries.ends() && fate == ReplyFate.LAST) {
      over = true;
      last = true;
    }
    if (boundaries.ends()) {
      fate = ReplyFate.SENT;
    }
  }

  private void begin(ChannelHandlerContext sink) {
    if (in) {
      long nowNanos = eventLoop.ticker().nanoTime();
      faults.stallFrom(number, nowNanos);
      if (faults.stallUntilNanos() > nowNanos) {
        onStall.accept(faults.stallUntilNanos());
      }
      return;
    }
    fate = faults.fate(number);
    faults.tell(fate, number);
    if (fate == ReplyFate.RESET) {
      over = true;
      sink.write(FaultStage.Break.RESET);
    }
  }

  private boolean hasRoom() {
    if (!waitsForRoom && !room.isAny()) {
      waitsForRoom = true;
      faults.overflowed();
      room.await(this::roomAgain);
    }
    return !waitsForRoom;
  }

  private void roomAgain() {
    if (!released) {
      waitsForRoom = false;
      onRoom.run();
    }
  }
}
