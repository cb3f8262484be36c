package acuse.server.udp;

import acuse.server.udp.DatagramInTransit.Stage;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * The datagrams of one worker that are held back on purpose, in order of the time at which they go
 * on, and one timer for all of them. It is set for the first, so that it costs less per datagram
 * the more there are.
 *
 * <p>Belongs to the worker's event loop.
 */
final class DelayedDatagrams {
  private final EventExecutor eventLoop;
  private final TreeSet<DatagramInTransit> byTime = new TreeSet<>(DatagramInTransit.BY_TIME);
  private final Set<ChannelHandlerContext> toFlush = new HashSet<>();
  private long turns;
  private boolean sweeping;

  /** Null if there is none. */
  private Future<?> timer;

  private long timerNanos;

  /** Holds nothing. */
  DelayedDatagrams(EventExecutor eventLoop) {
    this.eventLoop = eventLoop;
  }

  /** The event loop's time, which tests can let pass. */
  long nowNanos() {
    return eventLoop.ticker().nanoTime();
  }

  /** Holds a datagram back there until that time; then its path goes on with it. */
  void hold(DatagramInTransit datagram, Stage where, long untilNanos) {
    datagram.wait(where, untilNanos, ++turns);
    byTime.add(datagram);
    setTimer();
  }

  /** Goes on with it earlier, or never. */
  void takeOut(DatagramInTransit datagram) {
    byTime.remove(datagram);
  }

  /** Goes on with all that are due, and flushes where they go. */
  void sweep() {
    if (sweeping || byTime.isEmpty()) {
      return;
    }
    sweeping = true;
    try {
      long nowNanos = nowNanos();
      while (!byTime.isEmpty() && byTime.first().dueNanos() <= nowNanos) {
        goOn(byTime.pollFirst());
      }
      toFlush.forEach(DelayedDatagrams::flush);
    } finally {
      toFlush.clear();
      sweeping = false;
    }
    setTimer();
  }

  /** Drops what came from this socket, or is to go to it. */
  void drop(ChannelHandlerContext ctx) {
    Iterator<DatagramInTransit> all = byTime.iterator();
    while (all.hasNext()) {
      DatagramInTransit datagram = all.next();
      if (datagram.ctx() == ctx) {
        all.remove();
        datagram.path().forget(datagram);
      }
    }
    if (byTime.isEmpty()) {
      cancelTimer();
    }
  }

  /** An error in one is that one's alone. A timer would keep it to itself. */
  private void goOn(DatagramInTransit datagram) {
    toFlush.add(datagram.ctx());
    try {
      datagram.path().goOn(datagram);
    } catch (RuntimeException | OutOfMemoryError e) {
      datagram.ctx().fireExceptionCaught(e);
    }
  }

  /** What came in has gone as far as its handlers took it; they flush where they wrote to. */
  private static void flush(ChannelHandlerContext ctx) {
    ctx.fireChannelReadComplete();
    ctx.flush();
  }

  private void setTimer() {
    if (sweeping || byTime.isEmpty()) {
      return;
    }
    long firstNanos = byTime.first().dueNanos();
    if (timer != null && timerNanos <= firstNanos) {
      return; // it is early: then it is set again
    }
    cancelTimer();
    timerNanos = firstNanos;
    long delayNanos = Math.max(0, firstNanos - nowNanos());
    timer = eventLoop.schedule(this::onTimer, delayNanos, TimeUnit.NANOSECONDS);
  }

  private void onTimer() {
    timer = null;
    sweep();
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
