package acuse.client.bench.engine;

/** What a reply meant. */
public enum ReplyKind {
  /** The first one in time, behind those of all earlier messages. */
  IN_ORDER,
  /** The first one in time, behind that of a later message. */
  REORDERED,
  /** Not the first one. */
  DUPLICATE,
  /** The first one, after the timeout. */
  LATE,
  /** To no message that is known. */
  STRAY
}
