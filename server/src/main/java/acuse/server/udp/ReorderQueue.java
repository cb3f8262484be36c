package acuse.server.udp;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The datagrams of one direction of a session that are to let later ones pass. Belongs to one event
 * loop.
 */
final class ReorderQueue {
  private final TreeSet<DatagramInTransit> waiting = new TreeSet<>(DatagramInTransit.BY_OVERTAKING);

  /** How many others have passed. */
  private long passed;

  /** A datagram, which is held back already, lets {@code depth} others pass. */
  void add(DatagramInTransit datagram, int depth) {
    datagram.passAfter(passed + depth);
    waiting.add(datagram);
  }

  /** Has waited for too long, or is dropped. */
  void remove(DatagramInTransit datagram) {
    waiting.remove(datagram);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Another datagram has passed. Those that have waited only for this follow it. */
  List<DatagramInTransit> takeAfterPassing() {
    passed++;
    List<DatagramInTransit> following = new ArrayList<>();
    while (!waiting.isEmpty() && waiting.first().passesAfter() <= passed) {
      following.add(waiting.pollFirst());
    }
    return following;
  }
}
