package acuse.server.admin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;

/**
 * One who reads {@code /events}. What comes while the reader takes nothing is counted instead of
 * kept. Belongs to the admin port's event loop.
 */
final class EventReader {
  private final Channel connection;
  private long missed;
  private int stuckTicks;

  EventReader(Channel connection) {
    this.connection = connection;
  }

  /** How many ticks in a row the reader has taken nothing. */
  int stuckTicks() {
    return stuckTicks;
  }

  /** It was looked at once more. */
  void tick() {
    stuckTicks = connection.isWritable() ? 0 : stuckTicks + 1;
  }

  /**
   * Sends events, or counts them.
   *
   * @param text the caller's, and not changed
   * @param count how many events are in it, or were missed before it
   */
  void send(ByteBuf text, long count) {
    if (!connection.isWritable()) {
      missed += count;
      return;
    }
    if (missed > 0) {
      write(ByteBufUtil.writeUtf8(connection.alloc(), missedText(missed)));
      missed = 0;
    }
    write(text.retainedDuplicate());
    connection.flush();
  }

  void close() {
    connection.close();
  }

  /** Has no id: a reader who comes back names the last event that it has seen. */
  static String missedText(long count) {
    return "event: missed\ndata: {\"missed\":" + count + "}\n\n";
  }

  private void write(ByteBuf text) {
    connection.write(new DefaultHttpContent(text), connection.voidPromise());
  }
}
