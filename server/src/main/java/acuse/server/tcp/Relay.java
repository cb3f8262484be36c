package acuse.server.tcp;

import acuse.server.connection.ConnectionBuffers;
import acuse.server.connection.ConnectionEvent;
import acuse.server.connection.HeldBack;
import acuse.server.connection.HeldBack.Place;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One direction of a forwarded session: what is read on one connection, the source, is written on
 * the other, the sink.
 *
 * <pre>
 * source ─→ waiting ─→ {@link RelayWriter} ─→ sink
 *   └── not read while the sink takes nothing, a stage is full, or there is no sink yet
 * </pre>
 *
 * <p>Nothing waits unless the source is read though it should not be: a socket whose peer has
 * finished is read to its end, and so is a record of TLS.
 *
 * <p>Belongs to the event loop of both connections.
 */
final class Relay {
  /** Written without a flush is no more than this. */
  private static final int FLUSH_BYTES = 64 * 1024;

  private final RelayWriter writer;
  private final HeldBack heldBack;
  private final StallWatch sinkStall;
  private final ConnectionBuffers.Part memory;
  private final Runnable onReadingChanged;
  private final Runnable onFinWritten;
  private final Runnable onBroken;
  private final Deque<ByteBuf> waiting = new ArrayDeque<>();
  private long waitingBytes;

  private Channel source;
  private ChannelHandlerContext sink;
  private ChannelHandlerContext toSocket;

  private boolean reading;
  private boolean readingEnded;
  private boolean stalled;
  private boolean sinkIsBehind;
  private boolean passing;
  private boolean finished;
  private boolean cut;
  private boolean finPassed;
  private boolean finWritten;
  private boolean released;

  /** Whether anything was written without a flush. */
  private boolean unflushed;

  /** The capacity of its buffers. */
  private long unflushedBytes;

  /** The capacity of the buffers that the sink has not taken. */
  private long untakenBytes;

  /**
   * Connects nothing yet.
   *
   * @param heldBack what the sink's stages hold back; this listens to it
   * @param sinkStall is told what is for the sink to take
   * @param memory is told how much waits here, or in the sink
   * @param onReadingChanged is run when reading pauses or goes on
   * @param onFinWritten is run when the sink has everything, and then FIN
   * @param onBroken is run when the sink cannot be written
   */
  Relay(
      RelayWriter writer,
      HeldBack heldBack,
      StallWatch sinkStall,
      ConnectionBuffers.Part memory,
      Runnable onReadingChanged,
      Runnable onFinWritten,
      Runnable onBroken) {
    this.writer = writer;
    this.heldBack = heldBack;
    this.sinkStall = sinkStall;
    this.memory = memory;
    this.onReadingChanged = onReadingChanged;
    this.onFinWritten = onFinWritten;
    this.onBroken = onBroken;
    heldBack.listen(this::heldBackChanged);
  }

  /** Reads from this one, as soon as there is a sink. */
  void readFrom(Channel connection) {
    source = connection;
    source.config().setAutoRead(false);
  }

  /**
   * Writes to this one.
   *
   * @param connection the context of the last handler
   * @param pastFaults what is written here passes by whatever holds anything back
   */
  void writeTo(ChannelHandlerContext connection, ChannelHandlerContext pastFaults) {
    sink = connection;
    toSocket = pastFaults;
  }

  /** Takes what was read, and releases it when it is written. {@link #proceed} is to follow. */
  void add(ByteBuf read) {
    if (released || writer.isOver()) {
      read.release();
    } else if (canPass() && waiting.isEmpty()) {
      passing = true; // what it does to stages is looked at in proceed, which follows
      if (!pass(read)) {
        keep(read);
      }
      passing = false;
    } else {
      keep(read);
    }
  }

  /** The source sends no more: FIN follows what came before it. */
  void finish() {
    if (!finished) {
      finished = true;
      proceed();
    }
  }

  /** The source was cut off: what came before is written, and then the sink counts as broken. */
  void finishCut() {
    cut = true;
    finish();
  }

  /** Nothing more is to be read from the source. */
  void endReading() {
    readingEnded = true;
    proceed();
  }

  /** Neither reads nor writes for a time, on purpose. */
  void setStalled(boolean nowStalled) {
    stalled = nowStalled;
    if (stalled) {
      readOn();
    } else {
      proceed();
    }
  }

  /** Sends what was written. */
  void flush() {
    if (unflushed) {
      unflushed = false;
      sink.flush();
      long bytes = unflushedBytes;
      unflushedBytes = 0;
      waitIfBehind(bytes);
    }
  }

  /**
   * Passes on what waits, if it can be, and reads on, or not. To be called last in a handler's
   * method, for it tells how much is held, which may reset the connection.
   */
  void proceed() {
    if (passing || released) {
      return;
    }
    passing = true;
    while (canPass() && !waiting.isEmpty()) {
      ByteBuf first = waiting.remove();
      waitingBytes -= first.capacity();
      if (!pass(first)) {
        waiting.addFirst(first);
        waitingBytes += first.capacity();
      }
    }
    passing = false;
    if (writer.isOver()) {
      dropWaiting();
    }
    flush();
    if (sink != null && waiting.isEmpty() && !finPassed && (finished || writer.isLast())) {
      passFin();
    }
    readOn();
    if (!released) {
      memory.set(waitingBytes + untakenBytes);
      heldBack.countMemory();
    }
  }

  /** Whether everything that was read has gone on, and more may be read. */
  boolean isReading() {
    return reading;
  }

  /** Whether FIN was written, behind everything else. */
  boolean isFinWritten() {
    return finWritten;
  }

  /** Whether FIN follows what was written last, on purpose. */
  boolean isLast() {
    return writer.isLast();
  }

  /** Whether anything is held back on purpose, or no more is taken for that. */
  boolean isHeldBack() {
    return stalled || heldBack.isAny() || heldBack.isFull() || writer.waitsForRoom();
  }

  /** Writes what comes next only when there is room for it again. */
  void roomAgain() {
    if (!released) {
      proceed();
    }
  }

  /** How many bytes wait here. */
  long unwrittenBytes() {
    return waiting.stream().mapToLong(ByteBuf::readableBytes).sum();
  }

  /** Drops what waits. */
  void release() {
    released = true;
    dropWaiting();
    writer.release();
    memory.set(0);
  }

  private boolean canPass() {
    return sink != null
        && !released
        && !sinkIsBehind
        && !stalled
        && !heldBack.isFull()
        && !writer.waitsForRoom()
        && !writer.isOver();
  }

  /** Returns false if the rest, which stays the caller's, has to wait. */
  private boolean pass(ByteBuf bytes) {
    int capacity = bytes.capacity();
    sinkStall.onReply(bytes.readableBytes());
    boolean all = writer.write(sink, bytes);
    if (!all) {
      sinkStall.onReply(-bytes.readableBytes());
    }
    unflushed = true;
    if (!heldBack.isAnyAt(Place.REPLIES)) {
      unflushedBytes += capacity;
      if (unflushedBytes >= FLUSH_BYTES) {
        flush();
      }
    }
    return all;
  }

  /** A read may have a large buffer for few bytes. */
  private void keep(ByteBuf read) {
    ByteBuf kept = read;
    if (read.readableBytes() < read.capacity() / 2) {
      kept = read.alloc().buffer(read.readableBytes()).writeBytes(read);
      read.release();
    }
    waiting.add(kept);
    waitingBytes += kept.capacity();
  }

  private void dropWaiting() {
    waiting.forEach(ByteBuf::release);
    waiting.clear();
    waitingBytes = 0;
  }

  private void readOn() {
    boolean nowReading = canPass() && waiting.isEmpty() && !readingEnded && !finished;
    if (source != null && nowReading != reading) {
      reading = nowReading;
      onReadingChanged.run();
      source.config().setAutoRead(reading);
    }
  }

  private void passFin() {
    finPassed = true;
    if (finished) {
      writer.endOfStream();
    }
    if (cut) {
      sink.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(taken -> onBroken.run());
      return;
    }
    ChannelFuture fin = sink.writeAndFlush(ConnectionEvent.FIN);
    fin.addListener(
        written -> {
          if (written.isSuccess()) {
            finWritten = true;
            onFinWritten.run();
          } else {
            onBroken.run();
          }
        });
  }

  private void heldBackChanged(long releasedBytes) {
    if (released) {
      heldBack.countMemory(); // which is less than before
      return;
    }
    waitIfBehind(releasedBytes);
    proceed();
  }

  /** All is taken when the empty write behind it is done. */
  private void waitIfBehind(long bytes) {
    if (bytes == 0 || PendingReplies.bytes(sink.channel()) == 0) {
      return;
    }
    untakenBytes += bytes;
    if (sinkIsBehind) {
      return;
    }
    sinkIsBehind = true;
    toSocket
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            taken -> {
              if (taken.isSuccess()) {
                untakenBytes = 0;
                sinkIsBehind = false;
                proceed();
              }
            });
  }
}
