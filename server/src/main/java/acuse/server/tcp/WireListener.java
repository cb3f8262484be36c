package acuse.server.tcp;

import acuse.server.connection.TlsEstablished;
import acuse.server.story.StreamEnd;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.function.LongSupplier;

/**
 * Is told what a connection carries, as plain text, and how it ends. On the connection's event
 * loop.
 */
interface WireListener {
  /** Whether it waits for the kernel to take what is flushed. */
  default boolean awaitsTaken() {
    return false;
  }

  /**
   * Messages are counted by {@code count} when they come, and not when they are answered. Called
   * before anything comes.
   */
  default void messagesCountedBy(LongSupplier count) {}

  /** The connection is there. */
  default void opened(Channel connection) {}

  /** TLS secures it. */
  default void secured(TlsEstablished tls) {}

  /** Bytes came. They are the caller's; what becomes of them happens next. */
  default void read(ByteBuf bytes) {}

  /** All that these bytes caused at once has happened. */
  default void readHandled() {}

  /** Bytes were written, and are still the caller's; {@link #flushed} follows. */
  default void written(ByteBuf bytes) {}

  /**
   * What was written since the last time is on its way.
   *
   * @param bytes how many, more than none
   * @param taken is done when the kernel has taken all of them; not to be used unless {@link
   *     #awaitsTaken}
   */
  default void flushed(long bytes, ChannelFuture taken) {}

  /** The peer has ended its side. RST may come after FIN. */
  default void peerEnded(StreamEnd how) {}

  /** This side has ended. RST may come after FIN. */
  default void weEnded(StreamEnd how) {}

  /** The connection failed, and nobody ended it: the peer's machine is silent or unreachable. */
  default void lost() {}

  /** It is about to be closed. */
  default void closing() {}

  /** It is closed; nothing follows. */
  default void closed() {}
}
