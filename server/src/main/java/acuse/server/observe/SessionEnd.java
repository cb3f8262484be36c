package acuse.server.observe;

/** Why a session is over. */
public enum SessionEnd {
  /** The peer said the exit word. */
  EXIT,
  /** The peer closed its side, and all its messages were answered. */
  PEER_CLOSED,
  /** The target that the session was forwarded to closed its side, and the peer has all of it. */
  TARGET_CLOSED,
  /** There was no target to forward the session to. */
  TARGET_UNREACHABLE,
  /** The target took nothing of what the peer sent for a while. */
  TARGET_NOT_READING,
  /** The connection broke; of a forwarded session, the one with the peer or the one onward. */
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
