package acuse.server.udp;

import acuse.server.observe.Session;

/**
 * What the faults on purpose make of one session's datagrams: it counts messages and replies, and
 * says how each comes through. Each answer that means a fault is told to the observers.
 *
 * <p>Thread-safe: the datagrams of one peer may come on several event loops.
 */
interface DatagramFaults {
  /** Makes the faults of sessions. Thread-safe. */
  interface Source {
    /** Those of a session that begins. */
    DatagramFaults of(Session session);
  }

  /** What datagrams meet that go one way. */
  interface Direction {
    /** The number of the datagram that has come or was made, from 1. */
    long nextNumber();

    /**
     * How a datagram comes through. To be asked once for each; copies share the answer.
     *
     * @param payloadBytes how long it is
     */
    DatagramPassage passage(long number, int payloadBytes);

    /** The rate; 0 for any. */
    long bitsPerSecond();

    /** A datagram was dropped, which {@link #passage} could not tell. */
    void dropped(long number, DatagramDrop why);
  }

  /** Messages, before they count as received. */
  Direction in();

  /** Replies, and rejections. */
  Direction out();

  /** Whether no message and no reply meets a fault for now. */
  boolean areNone();

  /**
   * Whether a message is to have no reply. To be asked once for each, when it comes. Where a target
   * replies, it is asked for each reply.
   */
  boolean isMuted(long message);

  /** Begins to stall if this is the message to do so. */
  void stallFrom(long message, long nowNanos);

  /** Until when everything that comes or would go is lost. */
  long stallUntilNanos();
}
