package acuse.server.tcp;

import acuse.server.observe.Session;

/**
 * What the faults on purpose make of one session. Each answer that means a fault is told to the
 * observers. Belongs to the connection's event loop.
 */
interface SessionFaults {
  /** Makes the faults of sessions. Thread-safe. */
  interface Source {
    /** Those of a session that begins. */
    SessionFaults of(Session session);
  }

  /**
   * Looks which faults are in force. They are, until this is called again.
   *
   * @return whether they are others than before
   */
  boolean look();

  /** Those of the messages that the peer sends; the same object for the whole session. */
  PathFaults in();

  /** Those of what is sent to the peer; the same object for the whole session. */
  PathFaults out();

  /** Begins to stall if this is the message to do so. */
  void stallFrom(long message, long nowNanos);

  /** Until when nothing is read and written. */
  long stallUntilNanos();

  /**
   * What becomes of the reply to a message; where nothing is acknowledged, what becomes of a
   * message of the target's.
   */
  ReplyFate fate(long message);

  /** That became of it. */
  void tell(ReplyFate fate, long message);

  /** Nothing more is read for now, because too many messages are held. */
  void overflowed();
}
