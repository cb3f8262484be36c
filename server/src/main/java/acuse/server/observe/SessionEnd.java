package acuse.server.observe;

/** Why a session is over. */
public enum SessionEnd {
  /** The peer said the exit word. */
  EXIT,
  /** The peer closed its side, and all its messages were answered. */
  PEER_CLOSED,
  /** The connection broke. */
  BROKEN,
  /** The peer took none of its replies for a while. */
  NOT_READING,
  /** The peer has said nothing for a while. */
  IDLE,
  /** The server needed the buffers that the connection held, for all held too many. */
  BUFFERS_NEEDED,
  /** A UDP session gave way to a newer one: there were too many. */
  CROWDED_OUT,
  /** A fault on purpose broke or closed the connection. */
  ON_PURPOSE,
  /** The server stops. */
  SERVER_STOPPED
}
