package acuse.server.tcp;

/** What becomes of the reply to a message, on purpose. */
enum ReplyFate {
  /** It is sent. */
  SENT,
  /** There is none. */
  MUTED,
  /** In its place the connection is reset. */
  RESET,
  /** It is sent, and the connection closed after it. */
  LAST;

  boolean isAnswered() {
    return this == SENT || this == LAST;
  }

  boolean endsSession() {
    return this == RESET || this == LAST;
  }
}
