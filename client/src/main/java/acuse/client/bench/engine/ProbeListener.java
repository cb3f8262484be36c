package acuse.client.bench.engine;

/**
 * Is told of single messages, for those who show each of them. Called by event loops, which must
 * not wait; a run with one connection has one.
 */
public interface ProbeListener {
  /** Nobody wants to know. */
  ProbeListener NONE =
      new ProbeListener() {
        @Override
        public void replied(long number, ReplyKind reply, long serviceNanos) {}

        @Override
        public void lost(long number) {}
      };

  /**
   * A reply came.
   *
   * @param number of the message, from 1
   * @param reply what it meant; never a stray one
   * @param serviceNanos since the message was sent
   */
  void replied(long number, ReplyKind reply, long serviceNanos);

  /** A message got no reply in time, its connection broke, or it could not be sent. */
  void lost(long number);
}
