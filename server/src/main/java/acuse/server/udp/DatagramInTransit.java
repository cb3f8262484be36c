package acuse.server.udp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.util.Comparator;

/**
 * A datagram on its way through the faults on purpose: its bytes, how it is to come through, and
 * where it is held back. Belongs to one event loop.
 */
final class DatagramInTransit {
  /** Those that are due first; at the same time, those that were held back first. */
  static final Comparator<DatagramInTransit> BY_TIME =
      Comparator.<DatagramInTransit>comparingLong(datagram -> datagram.dueNanos)
          .thenComparingLong(datagram -> datagram.turn);

  /** Those that let fewer others pass first. */
  static final Comparator<DatagramInTransit> BY_OVERTAKING =
      Comparator.<DatagramInTransit>comparingLong(datagram -> datagram.passesAfter)
          .thenComparingLong(datagram -> datagram.turn);

  private final DatagramPath path;
  private final ChannelHandlerContext ctx;
  private final DatagramPassage passage;
  private NumberedDatagram datagram;
  private boolean ownsBytes;
  private int heldBytes;
  private Stage stage = Stage.NONE;
  private long dueNanos;
  private long turn;
  private long passesAfter;

  /** Where a datagram is held back. */
  enum Stage {
    /** Nowhere yet. */
    NONE,
    /** It is delayed. */
    DELAY,
    /** It waits for the rate. */
    RATE,
    /** It lets later ones pass. */
    REORDER
  }

  /**
   * Is held back nowhere.
   *
   * @param ctx of the stage for faults, at the socket that it came from or is to go to
   * @param ownsBytes false if its bytes are in a buffer that others share
   */
  DatagramInTransit(
      DatagramPath path,
      ChannelHandlerContext ctx,
      NumberedDatagram datagram,
      DatagramPassage passage,
      boolean ownsBytes) {
    this.path = path;
    this.ctx = ctx;
    this.datagram = datagram;
    this.passage = passage;
    this.ownsBytes = ownsBytes;
  }

  DatagramPath path() {
    return path;
  }

  ChannelHandlerContext ctx() {
    return ctx;
  }

  NumberedDatagram datagram() {
    return datagram;
  }

  DatagramPassage passage() {
    return passage;
  }

  Stage stage() {
    return stage;
  }

  boolean isHeld() {
    return stage != Stage.NONE;
  }

  /** The capacity of the buffer that it is held in. */
  int heldBytes() {
    return heldBytes;
  }

  /** When it goes on. */
  long dueNanos() {
    return dueNanos;
  }

  /** How many datagrams of the session will have passed when it may. */
  long passesAfter() {
    return passesAfter;
  }

  /** A second one, which shares everything with this one. */
  DatagramInTransit copy() {
    ByteBuf bytes = datagram.payload().retainedDuplicate();
    return new DatagramInTransit(path, ctx, datagram.withPayload(bytes), passage, ownsBytes);
  }

  /** Changes its bit, in bytes of its own. */
  void corrupt(ByteBufAllocator allocator) {
    takeBytes(allocator);
    ByteBuf bytes = datagram.payload();
    int index = bytes.readerIndex() + passage.corruptedBit() / Byte.SIZE;
    bytes.setByte(index, bytes.getByte(index) ^ 1 << passage.corruptedBit() % Byte.SIZE);
  }

  /** Moves its bytes into a buffer of its own, so that the one that they came in is free again. */
  void takeBytes(ByteBufAllocator allocator) {
    if (ownsBytes) {
      return;
    }
    ByteBuf shared = datagram.payload();
    int length = shared.readableBytes();
    ByteBuf own =
        length == 0
            ? Unpooled.EMPTY_BUFFER
            : allocator.buffer(length).writeBytes(shared, shared.readerIndex(), length);
    datagram = datagram.withPayload(own);
    ownsBytes = true;
    shared.release();
  }

  /** There is room for so many bytes of it. */
  void countBytes(int bytes) {
    heldBytes = bytes;
  }

  /**
   * Is held back there from now on.
   *
   * @param turnOfAll a number that grows with each datagram that is held back
   */
  void wait(Stage where, long untilNanos, long turnOfAll) {
    stage = where;
    dueNanos = untilNanos;
    turn = turnOfAll;
  }

  void passAfter(long passed) {
    passesAfter = passed;
  }
}
