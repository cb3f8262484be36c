package acuse.server.tcp;

/**
 * How long nothing has moved on a connection. Looked at now and then, by {@link SessionPatrol}, so
 * that no message costs a look at the clock.
 */
final class StallWatch {
  private boolean heard;
  private long pendingBytes;
  private long stillSinceNanos;

  /** Everything has just moved. */
  StallWatch(long nowNanos) {
    this.stillSinceNanos = nowNanos;
  }

  /** Bytes came. */
  void onRead() {
    heard = true;
  }

  /**
   * For how long, in nanoseconds, the peer has taken nothing of what waits for it, or, if nothing
   * does, sent nothing.
   *
   * @param pendingBytesNow of replies that the system has not taken yet
   */
  long stillNanos(long pendingBytesNow, long nowNanos) {
    if (pendingBytesNow != pendingBytes || (heard && pendingBytesNow == 0)) {
      stillSinceNanos = nowNanos;
    }
    heard = false;
    pendingBytes = pendingBytesNow;
    return nowNanos - stillSinceNanos;
  }
}
