package acuse.common.protocol;

/** The ways to mark where a message ends on a TCP stream, which has no messages of its own. */
public enum Framing {
  /** The first LF makes a connection {@link #LINE}; silence without one makes it {@link #RAW}. */
  AUTO,
  /** A message ends in LF or CRLF; what is left when the peer finishes is a last message. */
  LINE,
  /** A message is what one read brought. */
  RAW,
  /** A message is 4 bytes of length, most significant first, and then that many bytes. */
  LENGTH
}
