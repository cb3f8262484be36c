package acuse.server.tcp;

/**
 * How long nothing has moved on a connection. Looked at now and then, by {@link SessionPatrol}, so
 * that no message costs a look at the clock.
 */
final class StallWatch {
  private boolean heard;
  private long givenBytes;
  private long takenBytes;
  private long stillSinceNanos;

  /** Everything has just moved. */
  StallWatch(long nowNanos) {
    this.stillSinceNanos = nowNanos;
  }

  /** Bytes came. */
  void onRead() {
    heard = true;
  }

  /** So many bytes are for the peer to take. */
  void onReply(int bytes) {
    givenBytes += bytes;
  }

  /** Nobody is still: the server itself holds something back. */
  void restart(long nowNanos) {
    stillSinceNanos = nowNanos;
  }

  /**
   * For how long, in nanoseconds, the peer has taken nothing of what waits for it, or, if nothing
   * does, sent nothing.
   *
   * <p>That as much waits as before says nothing: replies of equal length follow each other.
   *
   * @param pendingBytes of replies that the system has not taken yet
   */
  long stillNanos(long pendingBytes, long nowNanos) {
    long takenNow = givenBytes - pendingBytes;
    if (takenNow != takenBytes || (heard && pendingBytes == 0)) {
      stillSinceNanos = nowNanos;
    }
    heard = false;
    takenBytes = takenNow;
    return nowNanos - stillSinceNanos;
  }
}
