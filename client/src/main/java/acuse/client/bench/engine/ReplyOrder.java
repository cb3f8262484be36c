package acuse.client.bench.engine;

/**
 * Which replies of a flow came behind the reply to a later message, and how far (RFC 4737). The
 * extent looks back over a bounded number of replies. For one flow, and its event loop.
 */
final class ReplyOrder {
  /** How many replies an extent can tell. */
  private static final int HISTORY = 1024;

  private final long[] history = new long[HISTORY];
  private long replies;
  private long nextExpected;

  /**
   * The first reply to a message came.
   *
   * @param index which message of the flow it answers
   * @return how many replies came since the first one of a later message; 0 if it is in order
   */
  int extent(long index) {
    int extent = 0;
    if (index < nextExpected) {
      long oldest = Math.max(0, replies - HISTORY);
      for (long i = oldest; i < replies; i++) {
        if (history[(int) (i % HISTORY)] > index) {
          extent = (int) (replies - i);
          break;
        }
      }
      extent = Math.max(extent, 1);
    } else {
      nextExpected = index + 1;
    }
    history[(int) (replies++ % HISTORY)] = index;
    return extent;
  }
}
