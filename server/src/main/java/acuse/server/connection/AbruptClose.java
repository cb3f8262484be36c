package acuse.server.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;

/**
 * Closes a connection at once, for a peer that the server has waited for long enough. TLS would
 * wait until the peer takes its close_notify, so the pipeline is closed from its front, before TLS.
 * On the connection's event loop.
 */
public final class AbruptClose {
  private AbruptClose() {}

  /** Closes {@code connection}. */
  public static void of(Channel connection) {
    ChannelHandlerContext first = connection.pipeline().firstContext();
    if (first == null) {
      connection.close();
    } else {
      first.close();
    }
  }
}
