package acuse.server.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;

/**
 * Closes a connection without another word, for a peer that has been waited for long enough. TLS
 * would wait for it to take a goodbye: so the pipeline is closed from its front, where TLS is not
 * asked. On the connection's event loop.
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
