package acuse.server.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Cuts a write into pieces that go out one after the other. For one connection's event loop. */
final class SlicedWrite {
  private ByteBuf rest = Unpooled.EMPTY_BUFFER;
  private WriteShape shape = WriteShape.WHOLE;
  private long nextPieceNanos = Long.MIN_VALUE;

  /** Whether a piece is left. */
  boolean isAny() {
    return rest.isReadable();
  }

  /** What is left takes, by the capacity of its buffer. */
  long heldBytes() {
    return rest.capacity();
  }

  /** When the next piece is to be written; also after the last one of the write before. */
  long nextPieceNanos() {
    return nextPieceNanos;
  }

  /** Takes a write over; no piece of another one is left. */
  void begin(ByteBuf bytes, WriteShape bytesShape) {
    rest = bytes;
    shape = bytesShape;
  }

  /** The next piece, which is the caller's. */
  ByteBuf takePiece(long nowNanos) {
    nextPieceNanos = nowNanos + shape.sliceGapNanos();
    if (rest.readableBytes() > shape.sliceBytes()) {
      return rest.readRetainedSlice(shape.sliceBytes());
    }
    ByteBuf last = rest;
    rest = Unpooled.EMPTY_BUFFER;
    return last;
  }

  void release() {
    rest.release();
    rest = Unpooled.EMPTY_BUFFER;
  }
}
