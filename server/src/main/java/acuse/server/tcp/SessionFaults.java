package acuse.server.tcp;

import acuse.server.observe.Session;

/**
 * What the faults on purpose make of one session: it counts messages and replies, and says how each
 * comes through. Each answer that means a fault is told to the observers. Belongs to the
 * connection's event loop.
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

  /** The number of the message that has come, from 1. */
  long nextMessage();

  /** The number of the reply that has been made, from 1. */
  long nextReply();

  /** Whether no message and no reply meets a fault. */
  boolean areNone();

  /** Whether no message meets a fault. */
  boolean areNoneIn();

  /** Whether no reply meets a fault. */
  boolean areNoneOut();

  /** Begins to stall if this is the message to do so. */
  void stallFrom(long message, long nowNanos);

  /** Until when nothing is read and written. */
  long stallUntilNanos();

  /** How a message comes through. To be asked once for each. */
  Passage passageIn(long message);

  /** How a reply comes through. To be asked once for each. */
  Passage passageOut(long reply);

  /** The rate of messages; 0 for any. */
  long bitsPerSecondIn();

  /** The rate of replies; 0 for any. */
  long bitsPerSecondOut();

  /** In how many writes replies go out. */
  ReplyShape replyShape();

  /** What becomes of the reply to a message. */
  ReplyFate fate(long message);

  /** That became of it. */
  void tell(ReplyFate fate, long message);

  /** A message has to wait for the rate. */
  void pacedIn(long message);

  /** A reply has to wait for the rate. */
  void pacedOut(long reply);

  /** Several replies went out in one write, and this one last. */
  void glued(long reply);

  /** A reply, or several of which this is the last, goes out in pieces. */
  void sliced(long reply);

  /** Nothing more is read for now, because too many messages are held. */
  void overflowed();
}
