package acuse.server.tcp;

import acuse.server.connection.AbruptClose;
import acuse.server.guard.Limit;
import acuse.server.guard.LimitCounters;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;

/** The replies that were written to a connection, and that the system has not taken yet. */
final class PendingReplies {
  private PendingReplies() {}

  /** With some bytes for each buffer that holds them; 0 if there are none. */
  static long bytes(Channel connection) {
    ChannelOutboundBuffer pending = connection.unsafe().outboundBuffer();
    return pending == null ? 0 : pending.totalPendingWriteBytes();
  }

  /** Closes a connection whose peer takes none. The system drops what it has taken, too. */
  static void abandon(Channel connection, LimitCounters counters) {
    counters.acted(Limit.WRITE_TIMEOUT);
    connection.config().setOption(ChannelOption.SO_LINGER, 0);
    AbruptClose.of(connection);
  }
}
