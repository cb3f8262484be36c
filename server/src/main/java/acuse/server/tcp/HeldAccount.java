package acuse.server.tcp;

import acuse.server.connection.HeldBack;
import acuse.server.impair.HeldMessages;

/**
 * Tells how much one direction of a session holds back: its own session, and the limit that all
 * sessions share. Belongs to the connection's event loop.
 */
final class HeldAccount {
  private final HeldBack.Stage stage;
  private final HeldMessages limit;
  private int items;
  private long bytes;
  private int messages;
  private boolean full;

  HeldAccount(HeldBack.Stage stage, HeldMessages limit) {
    this.stage = stage;
    this.limit = limit;
  }

  /**
   * So much is held now. To be called last, for a change may go on with the session, or end it.
   *
   * @param nowItems messages, replies and events
   * @param nowBytes the capacity of the buffers that keep them
   * @param nowMessages those of the items that count against the limit
   * @param nowFull whether nothing more is to be read
   */
  void set(int nowItems, long nowBytes, int nowMessages, boolean nowFull) {
    if (nowItems == items && nowBytes == bytes && nowMessages == messages && nowFull == full) {
      return;
    }
    limit.change(nowMessages - messages);
    items = nowItems;
    bytes = nowBytes;
    messages = nowMessages;
    full = nowFull;
    stage.set(nowItems, nowBytes, nowFull);
  }
}
