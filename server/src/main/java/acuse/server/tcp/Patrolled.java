package acuse.server.tcp;

/** Something on a connection that can come to a standstill. Used on the connection's event loop. */
interface Patrolled {
  /** Whether nothing has moved for longer than the limit. */
  boolean hasStalled(long nowNanos);

  /** To be called when it {@link #hasStalled}. */
  void endStalled();
}
