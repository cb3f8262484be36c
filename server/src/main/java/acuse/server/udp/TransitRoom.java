package acuse.server.udp;

import acuse.server.impair.HeldMessages;

/**
 * Room for the datagrams that one worker holds back on purpose: in the limit of the whole server,
 * and in the memory budget. Belongs to the worker's event loop.
 */
final class TransitRoom {
  private final HeldMessages limit;
  private final HeldDatagrams memory;

  TransitRoom(HeldMessages limit, HeldDatagrams memory) {
    this.limit = limit;
    this.memory = memory;
  }

  /**
   * Takes room for a datagram.
   *
   * @param bytes the capacity of its buffer
   * @return false if there is none, and it is to be dropped
   */
  boolean take(int bytes) {
    if (!limit.hold()) {
      return false;
    }
    if (!memory.hold(bytes)) {
      limit.change(-1);
      return false;
    }
    return true;
  }

  /** A datagram is held no longer. */
  void give(int bytes) {
    limit.change(-1);
    memory.release(bytes);
  }
}
