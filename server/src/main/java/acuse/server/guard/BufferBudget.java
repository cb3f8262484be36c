package acuse.server.guard;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that all peers together make the server hold, and how many they may: unfinished
 * messages, bytes that are not answered yet, replies that their peers have not taken, what stages
 * hold back, and what TLS takes. A buffer counts by its capacity. Bytes in the kernel do not count.
 *
 * <p>Thread-safe.
 */
public final class BufferBudget {
  /** When the budget is used up, so much of it is freed at once: one part in eight. */
  private static final int FREED_PART = 8;

  private final AtomicLong heldBytes = new AtomicLong();

  /** Those of {@link #heldBytes} that are datagrams. */
  private final AtomicLong datagramBytes = new AtomicLong();

  /** How many connections hold anything. */
  private final AtomicInteger holders = new AtomicInteger();

  private volatile long maxBytes = Long.MAX_VALUE;

  /** Nothing is held, and nothing is too much until {@link #setMaxBytes}. */
  public BufferBudget() {}

  /** From now on, so many bytes may be held. */
  public void setMaxBytes(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** How many bytes may be held. */
  public long maxBytes() {
    return maxBytes;
  }

  /** How many bytes are held now. */
  public long heldBytes() {
    return heldBytes.get();
  }

  /** One connection holds {@code nowBytes} instead of {@code beforeBytes}. */
  public void change(long beforeBytes, long nowBytes) {
    heldBytes.addAndGet(nowBytes - beforeBytes);
    if (beforeBytes == 0) {
      holders.incrementAndGet();
    } else if (nowBytes == 0) {
      holders.decrementAndGet();
    }
  }

  /**
   * Takes room for a datagram that is held back, if there is any. No connection is reset for it.
   *
   * @return whether there was room
   */
  public boolean holdDatagram(long bytes) {
    if (heldBytes.addAndGet(bytes) > maxBytes) {
      heldBytes.addAndGet(-bytes);
      return false;
    }
    datagramBytes.addAndGet(bytes);
    return true;
  }

  /** A datagram for which {@link #holdDatagram} took room is held no longer. */
  public void releaseDatagram(long bytes) {
    datagramBytes.addAndGet(-bytes);
    heldBytes.addAndGet(-bytes);
  }

  /** Whether so many bytes more may be held. */
  public boolean hasRoomFor(long bytes) {
    return heldBytes.get() + bytes <= maxBytes;
  }

  /** Whether too much is held. */
  public boolean isExceeded() {
    return heldBytes.get() > maxBytes;
  }

  /** Whether enough is free again, after it was exceeded. */
  public boolean isRelieved() {
    return heldBytes.get() <= maxBytes - maxBytes / FREED_PART;
  }

  /** How much a connection holds on average, of those that hold anything. */
  public long averageBytes() {
    return (heldBytes.get() - datagramBytes.get()) / Math.max(1, holders.get());
  }
}
