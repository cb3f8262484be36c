package acuse.server.connection;

/**
 * Counts, for one connection, what the stages of its pipeline hold back: bytes that are being
 * decrypted, a message that is delayed on purpose, a reply that waits for its turn.
 *
 * <pre>
 * socket ─→ {@link Place#BYTES_IN} ─→ framing ─→ {@link Place#MESSAGES_IN} ─┐
 *                                                                   core
 * socket ←───────────── {@link Place#REPLIES} ←──────────────────────────────┘
 * </pre>
 *
 * <p>Whatever is counted here is pending: no timeout runs meanwhile, half-close, exit and a stop
 * wait for it, and it is in the memory budget. For that, a stage keeps to three rules:
 *
 * <ul>
 *   <li>It keeps the order: events, the written FIN and empty writes wait behind what it holds, and
 *       count as items.
 *   <li>It calls {@link Stage#set} after each change, when it has handed on, and flushed, what it
 *       releases.
 *   <li>When it is removed, it frees all it holds, and sets itself to nothing.
 * </ul>
 *
 * <p>A connection none of whose stages holds anything pays nothing for this: nobody asks per
 * message. Belongs to the connection's event loop.
 */
public final class HeldBack {
  /** Where a stage stands. */
  public enum Place {
    /** Between the socket and the framing. */
    BYTES_IN,
    /** Between the framing and the core. */
    MESSAGES_IN,
    /**
     * Between the core and the socket, or between the two connections of a forwarded session, each
     * direction of which has an account of its own. Netty's own queues for writes, as in its
     * handler for TLS, count as the socket's: a peer is behind while they have any.
     */
    REPLIES
  }

  /** Hears of each change: the session, or what ends it. */
  public interface Listener {
    /**
     * A stage holds something else than before.
     *
     * @param releasedReplyBytes how many bytes of replies it has handed on; the socket may hold
     *     them now
     */
    void heldBackChanged(long releasedReplyBytes);
  }

  private final ConnectionBuffers.Part memory;
  private int readsIn;
  private int messagesIn;
  private int replies;
  private long bytes;
  private int fullStages;

  /** Those of {@link #fullStages} that hold replies. */
  private int fullReplyStages;

  private Listener listener = releasedReplyBytes -> countMemory();

  /**
   * Nothing is held back yet.
   *
   * @param buffers the account of the connection's memory
   */
  public HeldBack(ConnectionBuffers buffers) {
    this.memory = buffers.newPart();
  }

  /** For a stage that stands at {@code place} and holds nothing yet. */
  public Stage newStage(Place place) {
    return new Stage(place);
  }

  /** From now on {@code listener} hears of changes, in place of whoever did. */
  public void listen(Listener listener) {
    this.listener = listener;
  }

  /** Whether anything is held back anywhere. */
  public boolean isAny() {
    return isAnyIn() || replies > 0;
  }

  /** Whether anything is held back at {@code place}. */
  public boolean isAnyAt(Place place) {
    return switch (place) {
      case BYTES_IN -> readsIn > 0;
      case MESSAGES_IN -> messagesIn > 0;
      case REPLIES -> replies > 0;
    };
  }

  /** Whether anything that the peer sent has not come to the core. */
  public boolean isAnyIn() {
    return readsIn > 0 || messagesIn > 0;
  }

  /** Whether a stage takes no more, so that nothing more is to be read from the socket. */
  public boolean isFull() {
    return fullStages > 0;
  }

  /** Whether a stage behind the core takes no more, so that nothing more is to be answered. */
  public boolean isFullOut() {
    return fullReplyStages > 0;
  }

  /**
   * Puts what is held back into the memory budget. It is the listener's to call this after each
   * change, last in its method, for this may reset the connection.
   */
  public void countMemory() {
    memory.set(bytes);
  }

  /** The account of one stage. */
  public final class Stage {
    private final Place place;
    private int stageItems;
    private long stageBytes;
    private boolean full;

    private Stage(Place place) {
      this.place = place;
    }

    /**
     * The stage holds so much now. To be called last in a method of the stage, for this may go on
     * with the session, or reset the connection.
     *
     * @param nowItems how many reads, messages, replies or events; one without bytes counts as well
     * @param nowBytes the capacity of the buffers that keep them
     * @param nowFull whether the stage takes no more; reading stops until it does
     */
    public void set(int nowItems, long nowBytes, boolean nowFull) {
      long releasedBytes = Math.max(0, stageBytes - nowBytes);
      switch (place) {
        case BYTES_IN -> readsIn += nowItems - stageItems;
        case MESSAGES_IN -> messagesIn += nowItems - stageItems;
        case REPLIES -> replies += nowItems - stageItems;
      }
      bytes += nowBytes - stageBytes;
      int fullChange = (nowFull ? 1 : 0) - (full ? 1 : 0);
      fullStages += fullChange;
      fullReplyStages += place == Place.REPLIES ? fullChange : 0;
      stageItems = nowItems;
      stageBytes = nowBytes;
      full = nowFull;
      listener.heldBackChanged(place == Place.REPLIES ? releasedBytes : 0);
    }
  }
}
