package acuse.server.tcp;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The messages of a session that are held back on purpose, in order.
 *
 * <pre>
 * comes ─→ delayed ─→ due ─→ answered
 *                     └── waits while there is no room for replies
 * </pre>
 *
 * <p>Belongs to the connection's event loop.
 */
final class MessageQueue {
  private final Queue<HeldMessage> delayed = new ArrayDeque<>();
  private final Queue<HeldMessage> due = new ArrayDeque<>();
  private long heldBytes;

  boolean isEmpty() {
    return delayed.isEmpty() && due.isEmpty();
  }

  boolean isAnyDue() {
    return !due.isEmpty();
  }

  int size() {
    return delayed.size() + due.size();
  }

  /** How many are not due yet. */
  int delayed() {
    return delayed.size();
  }

  /** The capacity of their buffers. */
  long heldBytes() {
    return heldBytes;
  }

  /** When the next message will be due; never if none is delayed. */
  long nextNanos() {
    return delayed.isEmpty() ? Long.MAX_VALUE : delayed.peek().passNanos();
  }

  /** Takes a message over, and its buffer. */
  void add(HeldMessage message) {
    delayed.add(message);
    heldBytes += message.bytes().capacity();
  }

  /** The time is this now. */
  void moveDue(long nowNanos) {
    while (!delayed.isEmpty() && delayed.peek().passNanos() <= nowNanos) {
      due.add(delayed.remove());
    }
  }

  /** The first message that is due; its buffer is the caller's now. */
  HeldMessage removeDue() {
    HeldMessage message = due.remove();
    heldBytes -= message.bytes().capacity();
    return message;
  }

  /** Drops all. */
  void release() {
    moveDue(Long.MAX_VALUE);
    while (isAnyDue()) {
      removeDue().bytes().release();
    }
  }
}
