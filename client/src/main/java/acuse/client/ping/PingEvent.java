package acuse.client.ping;

import acuse.common.protocol.Protocol;

/**
 * What became of a message, or a further reply to it.
 *
 * @param protocol of the message
 * @param seq its number, from 1
 * @param kind what came of it
 * @param nanos from its sending to the reply; 0 without a reply
 */
record PingEvent(Protocol protocol, long seq, Kind kind, long nanos) {
  enum Kind {
    /** The first reply, in time, behind those of all earlier messages. */
    REPLY,
    /** The first reply, in time, behind that of a later message. */
    REORDERED,
    /** Not the first reply. */
    DUPLICATE,
    /** The first reply, after the timeout. */
    LATE,
    /** No reply in time. */
    NONE,
    /** There are no more messages. */
    END
  }

  /** Whether it is the fate of the message. */
  boolean isFate() {
    return kind == Kind.REPLY || kind == Kind.REORDERED || kind == Kind.NONE;
  }
}
