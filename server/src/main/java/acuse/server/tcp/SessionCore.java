package acuse.server.tcp;

import acuse.common.codec.MessageSink;
import acuse.server.observe.SessionEnd;

/**
 * What a session does with the messages that were cut out of its bytes: answers each at once, or
 * after what the faults on purpose make of it. Belongs to the connection's event loop.
 */
interface SessionCore extends MessageSink {
  /** Whether the session is to end: nothing that comes from now on is answered. */
  boolean isOver();

  /** Why the session is to end; {@code otherwise} if its messages are no reason. */
  SessionEnd endOr(SessionEnd otherwise);

  /** Whether another message may be handed on. */
  boolean hasRoom();

  /**
   * Whether a message may be handed on that silence, the end of the stream or a stop ends. There is
   * at most one.
   */
  boolean hasRoomForLast();

  /** The end of a message did not come in time: it is rejected. */
  void messageUnfinished();

  /** Whether a message is being handed on at this moment that had been held back. */
  boolean isReleasing();

  /** There may be room for the replies to messages that wait for it. */
  void release();

  /** Drops what is held back, for the session is over. */
  void drop();
}
