package acuse.server.tcp;

import acuse.server.connection.AbruptClose;
import acuse.server.connection.ConnectionEvent;
import acuse.server.connection.HeldBack;
import acuse.server.connection.HeldBack.Place;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * The faults on purpose that a session's replies meet on their way to the socket, or forwarded
 * bytes on theirs.
 *
 * <pre>
 * session ─→ loss, delay, rate ─→ {@link WriteQueue} ─→ {@link GluedWrites} ─→ {@link SlicedWrite} ─→ socket
 * </pre>
 *
 * <p>Everything keeps its order: FIN, and whatever else the session writes, waits behind them.
 * Without faults all passes at once.
 *
 * <p>Belongs to the connection's event loop.
 */
final class FaultStage extends ChannelOutboundHandlerAdapter {
  private final SessionFaults faults;
  private final PathFaults path;
  private final HeldAccount account;
  private final PassageTimes times = new PassageTimes();
  private final WriteQueue queue = new WriteQueue();
  private final GluedWrites glued = new GluedWrites();
  private final SlicedWrite sliced = new SlicedWrite();
  private ChannelHandlerContext ctx;
  private WakeUp wakeUp;
  private boolean resetting;

  /** Written by the session in place of a reply: everything before it is sent, and then RST. */
  enum Break {
    RESET
  }

  /**
   * Holds nothing yet.
   *
   * @param faults of the session
   * @param path those of the direction that it writes in
   * @param room for what is held, in the whole server
   */
  FaultStage(SessionFaults faults, PathFaults path, HeldRoom room, HeldBack heldBack) {
    this.faults = faults;
    this.path = path;
    this.account = new HeldAccount(heldBack.newStage(Place.REPLIES), room.limit());
  }

  /** Those of the session. */
  SessionFaults faults() {
    return faults;
  }

  /** From here a write goes to the socket, and does not wait for what is held. */
  ChannelHandlerContext toSocket() {
    return ctx;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    this.ctx = ctx;
    wakeUp = new WakeUp(ctx.executor(), this::onTimer);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    wakeUp.cancel();
    queue.release();
    glued.release();
    sliced.release();
    account.set(0, 0, 0, false);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (message instanceof NumberedWrite write) {
      add(write);
    } else if (message == Break.RESET) {
      queue.add(new WriteQueue.Reset(Long.MIN_VALUE));
      proceed();
    } else if (isEmpty()) {
      ctx.write(message, promise);
    } else {
      queue.add(new WriteQueue.Other(message, promise, Long.MIN_VALUE));
      proceed();
    }
  }

  /** Lets one pass now or later. */
  private void add(NumberedWrite write) {
    long nowNanos = wakeUp.nowNanos();
    int bytes = write.bytes().readableBytes();
    Passage passage = write.begins() ? path.passage(write.number()) : Passage.AT_ONCE;
    long passNanos = times.next(nowNanos, passage.heldUpNanos(), bytes, path.bitsPerSecond());
    if (passage.isLostForGood()) {
      write.bytes().release();
      queue.add(new WriteQueue.Reset(passNanos));
      proceed();
      return;
    }
    if (write.begins() && times.isPaced()) {
      path.paced(write.number());
    }
    WriteShape shape = path.shape();
    if (isEmpty()
        && shape.isWhole()
        && passNanos <= nowNanos
        && faults.stallUntilNanos() <= nowNanos) {
      ctx.write(write.bytes(), ctx.voidPromise());
    } else {
      queue.add(new WriteQueue.Numbered(write, shape, passNanos));
      proceed();
    }
  }

  private void onTimer() {
    try {
      proceed();
    } catch (RuntimeException | OutOfMemoryError e) {
      ctx.fireExceptionCaught(e); // a timer would keep it to itself
    }
  }

  /** Writes what is due, and waits for what is not. */
  private void proceed() {
    long nowNanos = wakeUp.nowNanos();
    boolean written = false;
    long nextNanos = nextNanos();
    while (nextNanos <= nowNanos) {
      step(nowNanos);
      written = true;
      nextNanos = nextNanos();
    }
    if (written) {
      ctx.flush();
    }
    boolean full = times.fullUntilNanos() > nowNanos;
    long wakeNanos = full ? Math.min(nextNanos, times.fullUntilNanos()) : nextNanos;
    if (wakeNanos < Long.MAX_VALUE && !ctx.isRemoved()) {
      wakeUp.at(wakeNanos);
    }
    account.set(heldItems(), heldBytes(), heldWrites(), full);
  }

  /** When there is something to do next; never if nothing is held. */
  private long nextNanos() {
    if (resetting) {
      return Long.MAX_VALUE;
    }
    long nextNanos = queue.isEmpty() ? Long.MAX_VALUE : queue.peek().passNanos();
    if (sliced.isAny()) {
      nextNanos = sliced.nextPieceNanos();
    } else if (!glued.isEmpty()) {
      nextNanos = Math.min(nextNanos, glued.dueNanos());
    }
    return Math.max(nextNanos, faults.stallUntilNanos());
  }

  private void step(long nowNanos) {
    if (sliced.isAny()) {
      ctx.writeAndFlush(sliced.takePiece(nowNanos), ctx.voidPromise());
    } else if (glued.dueNanos() <= nowNanos) {
      writeGlued();
    } else if (queue.peek() instanceof WriteQueue.Numbered held) {
      queue.remove();
      glued.add(held.write(), held.shape(), nowNanos);
    } else if (!glued.isEmpty()) {
      writeGlued(); // FIN, or whatever it is, does not wait until they are enough
    } else if (queue.peek() instanceof WriteQueue.Other held) {
      queue.remove();
      ctx.write(held.message(), held.promise());
    } else {
      reset();
    }
  }

  private void writeGlued() {
    WriteShape shape = glued.shape();
    if (glued.ended() > 1) {
      path.glued(glued.lastNumber());
    }
    ByteBuf bytes = glued.takeAll(ctx.alloc());
    if (shape.isSliced() && bytes.isReadable()) {
      if (bytes.readableBytes() > shape.sliceBytes()) {
        path.sliced(glued.lastNumber());
      }
      sliced.begin(bytes, shape);
    } else {
      ctx.write(bytes, ctx.voidPromise());
    }
  }

  /** RST may overtake what the system has not sent; so it waits until all has been taken. */
  private void reset() {
    resetting = true;
    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            taken -> {
              ctx.fireUserEventTriggered(ConnectionEvent.RESET);
              ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
              AbruptClose.of(ctx.channel());
            });
  }

  /** Whether nothing is held, so that what is written now passes at once. */
  boolean isEmpty() {
    return heldItems() == 0;
  }

  private int heldItems() {
    return queue.size() + glued.size() + (sliced.isAny() ? 1 : 0);
  }

  private int heldWrites() {
    return queue.numbered() + glued.size() + (sliced.isAny() ? 1 : 0);
  }

  private long heldBytes() {
    return queue.heldBytes() + glued.heldBytes() + sliced.heldBytes();
  }
}
