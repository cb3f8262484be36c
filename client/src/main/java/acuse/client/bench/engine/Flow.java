package acuse.client.bench.engine;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.util.concurrent.TimeUnit;

/**
 * The messages of one socket: gives them to the channel, and decides what became of each. A socket
 * that breaks is opened again, later each time. For the event loop of the socket.
 */
final class Flow implements ReplyReader.Sink {
  private static final long FIRST_PAUSE_MILLIS = 20;
  private static final long MAX_PAUSE_MILLIS = 1_000;

  private final Worker worker;
  private final int number;
  private final Ledger ledger;

  /** Null while there is no connection. */
  private Channel channel;

  private Outgoing outgoing;
  private ReplyReader reader;
  private long pauseMillis = FIRST_PAUSE_MILLIS;
  private boolean awaitsFlush;

  Flow(Worker worker, int number, Ledger ledger) {
    this.worker = worker;
    this.number = number;
    this.ledger = ledger;
  }

  Ledger ledger() {
    return ledger;
  }

  boolean isOpen() {
    return channel != null;
  }

  void opened(Channel opened, Outgoing toIt, ReplyReader fromIt) {
    if (worker.isOver()) {
      opened.close();
      return;
    }
    channel = opened;
    outgoing = toIt;
    reader = fromIt;
    pauseMillis = FIRST_PAUSE_MILLIS;
    worker.refill(this);
  }

  /** Opening it failed. */
  void failed(Throwable cause) {
    worker.tally().connectFailures++;
    countRefusal(cause);
    if (worker.isRunning()) {
      reopenLater();
    }
  }

  /** The channel has closed. */
  void closed() {
    if (channel == null) {
      return;
    }
    channel = null;
    outgoing.release();
    if (worker.isRunning()) {
      worker.tally().broken++;
      tellLost();
      ledger.loseAll();
      reopenLater();
    }
  }

  private void reopenLater() {
    worker.loop().schedule(() -> worker.reopen(this), pauseMillis, TimeUnit.MILLISECONDS);
    pauseMillis = Math.min(2 * pauseMillis, MAX_PAUSE_MILLIS);
  }

  void close() {
    if (channel != null) {
      Channel closing = channel;
      closed();
      closing.close();
    }
  }

  /** A fault of the channel, such as a refusal that came for an earlier datagram. */
  void fault(Throwable cause) {
    if (cause instanceof RuntimeException) {
      worker.fail(cause);
    }
    countRefusal(cause);
  }

  private void countRefusal(Throwable cause) {
    if (cause instanceof ConnectException
        || cause instanceof PortUnreachableException
        || cause instanceof NoRouteToHostException
        || isRefusalByName(cause)) {
      worker.tally().refusals++;
    }
  }

  /** Netty's own exceptions have the system's words for ECONNREFUSED, and no class. */
  private static boolean isRefusalByName(Throwable cause) {
    return cause instanceof IOException
        && String.valueOf(cause.getMessage()).contains("Connection refused");
  }

  /**
   * Sends the next message of an open loop, whether or not earlier ones were answered.
   *
   * @return whether a flush is needed that no earlier message has asked for
   */
  boolean send(long intendedNanos, boolean measured) {
    if (channel == null || !outgoing.hasRoom()) {
      worker.listener().lost(worker.sequence(number, ledger.next()));
      ledger.notSent(measured);
      return false;
    }
    give(intendedNanos, System.nanoTime(), measured);
    boolean isFirst = !awaitsFlush;
    awaitsFlush = true;
    return isFirst;
  }

  /** Sends the messages of a closed loop for which the window has room. */
  void fill(int window, boolean measured) {
    while (channel != null && ledger.waiting() < window && outgoing.hasRoom()) {
      long now = System.nanoTime();
      give(now, now, measured);
    }
    flush();
  }

  private void give(long intendedNanos, long now, boolean measured) {
    long sequence = worker.sequence(number, ledger.next());
    outgoing.add(worker.probe(), sequence);
    ledger.sent(intendedNanos, now, worker.probe().sizeBytes(), measured);
  }

  void flush() {
    awaitsFlush = false;
    if (channel != null) {
      outgoing.flush();
    }
  }

  /** Loses the messages whose time is over. */
  void expire(long now) {
    while (true) {
      long oldest = ledger.oldestWaiting();
      if (oldest < 0 || !ledger.expire(now)) {
        return;
      }
      worker.listener().lost(worker.sequence(number, oldest));
    }
  }

  private void tellLost() {
    if (worker.listener() != ProbeListener.NONE) {
      ledger.forEachWaiting(index -> worker.listener().lost(worker.sequence(number, index)));
    }
  }

  /** Bytes have come: a part of the stream, or a datagram. */
  void received(ByteBuf in) {
    long now = System.nanoTime();
    if (worker.isMeasuring(now)) {
      worker.tally().bytesReceived += in.readableBytes();
    }
    reader.read(in, now);
  }

  /** All that could be read has been read. */
  void receivedAll() {
    worker.refill(this);
  }

  @Override
  public void replied(long sequence, boolean whole, long now) {
    long index = worker.indexOf(number, sequence);
    ReplyKind reply = index < 0 ? ReplyKind.STRAY : ledger.replied(index, now);
    if (reply == ReplyKind.STRAY) {
      stray();
      return;
    }
    if (!whole) {
      unreadable();
    }
    if (worker.listener() != ProbeListener.NONE) {
      worker.listener().replied(sequence, reply, ledger.serviceNanos(index, now));
    }
  }

  @Override
  public void repliedInOrder(long now) {
    long oldest = ledger.oldestWaiting();
    if (oldest < 0) {
      stray();
    } else {
      replied(worker.sequence(number, oldest), true, now);
    }
  }

  @Override
  public void rejected() {
    long oldest = ledger.oldestWaiting();
    if (oldest < 0) {
      stray();
    } else {
      ledger.rejected(oldest);
    }
  }

  @Override
  public void unreadable() {
    if (worker.isMeasuring(System.nanoTime())) {
      worker.tally().corrupted++;
    }
  }

  @Override
  public void stray() {
    if (worker.isMeasuring(System.nanoTime())) {
      worker.tally().stray++;
    }
  }
}
