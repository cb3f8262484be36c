package acuse.server.udp;

import acuse.server.udp.DatagramInTransit.Stage;
import acuse.server.udp.ImpairedSession.Way;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The faults on purpose that the datagrams of one worker meet in one direction, in their order.
 *
 * <pre>
 * loss ─→ duplicate ─→ corrupt ─→ delay ─→ rate ─→ reorder ─→ exit
 * </pre>
 *
 * <p>Those that wait are in {@link DelayedDatagrams}, each in a buffer of its own. Where there is
 * no room, they are dropped. Belongs to the worker's event loop.
 */
final class DatagramPath {
  /** A datagram lets later ones pass for no longer than this. */
  private static final long REORDER_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Function<ImpairedSession, Way> direction;
  private final Predicate<NumberedDatagram> admitsCopy;
  private final boolean ownsBytes;
  private final ByteBufAllocator allocator;
  private final DelayedDatagrams delayed;
  private final TransitRoom room;
  private final Exit exit;
  private final Consumer<NumberedDatagram> onLost;

  /** Only of sessions that have any in them. */
  private final Map<ImpairedSession, ReorderQueue> reordered = new HashMap<>();

  /** Where datagrams come out. */
  interface Exit {
    /**
     * A datagram has come through.
     *
     * @param ctx with which it came in
     * @param datagram is handed over
     */
    void pass(ChannelHandlerContext ctx, NumberedDatagram datagram);
  }

  /**
   * Holds nothing back.
   *
   * @param direction which one this is
   * @param admitsCopy whether a datagram may come, or go, once more
   * @param ownsBytes false if datagrams come in a buffer that they share
   * @param onLost is told of each that gets lost, which is released then
   */
  DatagramPath(
      Function<ImpairedSession, Way> direction,
      Predicate<NumberedDatagram> admitsCopy,
      boolean ownsBytes,
      ByteBufAllocator allocator,
      DelayedDatagrams delayed,
      TransitRoom room,
      Exit exit,
      Consumer<NumberedDatagram> onLost) {
    this.direction = direction;
    this.admitsCopy = admitsCopy;
    this.ownsBytes = ownsBytes;
    this.allocator = allocator;
    this.delayed = delayed;
    this.room = room;
    this.exit = exit;
    this.onLost = onLost;
  }

  /** A datagram, which is handed over, meets the faults. */
  void enter(ChannelHandlerContext ctx, NumberedDatagram datagram) {
    DatagramPassage passage =
        direction
            .apply(datagram.session())
            .faults()
            .passage(datagram.number(), datagram.payload().readableBytes());
    if (passage.isLost()) {
      onLost.accept(datagram);
      datagram.release();
      return;
    }
    DatagramInTransit original = new DatagramInTransit(this, ctx, datagram, passage, ownsBytes);
    boolean twice = passage.isDuplicated() && admitsCopy.test(datagram);
    // The same bit changes in both, so it changes before there are two.
    if (passage.isCorrupted()) {
      original.corrupt(allocator);
    }
    DatagramInTransit copy = twice ? original.copy() : null;
    delay(original);
    if (copy != null) {
      delay(copy);
    }
  }

  /** A datagram, which is handed over, passes at once, and may overtake others. */
  void pass(ChannelHandlerContext ctx, NumberedDatagram datagram) {
    ImpairedSession session = datagram.session();
    exit.pass(ctx, datagram);
    ReorderQueue overtaken = reordered.isEmpty() ? null : reordered.get(session);
    if (overtaken == null) {
      return;
    }
    List<DatagramInTransit> followers = overtaken.takeAfterPassing();
    if (overtaken.isEmpty()) {
      reordered.remove(session);
    }
    followers.forEach(delayed::takeOut);
    followers.forEach(this::passHeld);
  }

  /** A datagram has waited for long enough where it was. */
  void goOn(DatagramInTransit datagram) {
    switch (datagram.stage()) {
      case DELAY -> waitForRate(datagram, datagram.dueNanos());
      case RATE -> reorder(datagram, datagram.dueNanos());
      default -> {
        leaveReorderQueue(datagram);
        passHeld(datagram);
      }
    }
  }

  /** A datagram that was held back, and waits for no time any more, is dropped. */
  void forget(DatagramInTransit datagram) {
    if (datagram.stage() == Stage.REORDER) {
      leaveReorderQueue(datagram);
    }
    release(datagram);
  }

  /** Drops a datagram, which is handed over. */
  void drop(NumberedDatagram datagram, DatagramDrop why) {
    onLost.accept(datagram);
    datagram.release();
    direction.apply(datagram.session()).faults().dropped(datagram.number(), why);
  }

  private void delay(DatagramInTransit datagram) {
    long delayNanos = datagram.passage().delayNanos();
    if (delayNanos > 0) {
      hold(datagram, Stage.DELAY, delayed.nowNanos() + delayNanos);
    } else {
      waitForRate(datagram, delayed.nowNanos());
    }
  }

  /**
   * @param readyNanos from when on it waits; a timer may be later
   */
  private void waitForRate(DatagramInTransit datagram, long readyNanos) {
    NumberedDatagram content = datagram.datagram();
    Way way = direction.apply(content.session());
    long passNanos =
        way.rate()
            .passNanos(readyNanos, content.payload().readableBytes(), way.faults().bitsPerSecond());
    if (passNanos == SessionRate.NEVER) {
      onLost.accept(content);
      release(datagram);
      way.faults().dropped(content.number(), DatagramDrop.RATE);
    } else if (passNanos > readyNanos) {
      hold(datagram, Stage.RATE, passNanos);
    } else {
      reorder(datagram, readyNanos);
    }
  }

  private void reorder(DatagramInTransit datagram, long readyNanos) {
    int depth = datagram.passage().reorderDepth();
    if (depth > 0) {
      if (hold(datagram, Stage.REORDER, readyNanos + REORDER_NANOS)) {
        reordered
            .computeIfAbsent(datagram.datagram().session(), session -> new ReorderQueue())
            .add(datagram, depth);
      }
    } else if (datagram.isHeld()) {
      room.give(datagram.heldBytes());
      try {
        pass(datagram.ctx(), datagram.datagram());
      } finally {
        datagram.datagram().session().release();
      }
    } else {
      pass(datagram.ctx(), datagram.datagram());
    }
  }

  /** Was overtaken, and overtakes nobody itself. */
  private void passHeld(DatagramInTransit datagram) {
    room.give(datagram.heldBytes());
    try {
      exit.pass(datagram.ctx(), datagram.datagram());
    } finally {
      datagram.datagram().session().release();
    }
  }

  private void leaveReorderQueue(DatagramInTransit datagram) {
    ImpairedSession session = datagram.datagram().session();
    ReorderQueue queue = reordered.get(session);
    queue.remove(datagram);
    if (queue.isEmpty()) {
      reordered.remove(session);
    }
  }

  /**
   * @return false if there was no room
   */
  private boolean hold(DatagramInTransit datagram, Stage where, long untilNanos) {
    if (!datagram.isHeld() && !takeRoom(datagram)) {
      drop(datagram.datagram(), DatagramDrop.NO_ROOM);
      return false;
    }
    delayed.hold(datagram, where, untilNanos);
    return true;
  }

  private boolean takeRoom(DatagramInTransit datagram) {
    // A buffer that they share is not kept: that of a message of its own has its length.
    int bytes =
        ownsBytes
            ? datagram.datagram().payload().capacity()
            : datagram.datagram().payload().readableBytes();
    if (!room.take(bytes)) {
      return false;
    }
    boolean kept = false;
    try {
      datagram.takeBytes(allocator);
      kept = true;
    } finally {
      if (!kept) {
        room.give(bytes);
      }
    }
    datagram.countBytes(bytes);
    datagram.datagram().session().hold();
    return true;
  }

  private void release(DatagramInTransit datagram) {
    datagram.datagram().release();
    if (datagram.isHeld()) {
      room.give(datagram.heldBytes());
      datagram.datagram().session().release();
    }
  }
}
