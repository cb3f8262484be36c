package acuse.server.session;

import acuse.common.protocol.Protocol;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/**
 * Is told what happens in every session. Called on event loops, several at once: an implementation
 * must be thread-safe and must never block.
 */
public interface SessionObserver {
  /** Looks away. */
  SessionObserver NONE = new SessionObserver() {};

  /** A peer connected, or sent a first datagram. */
  default void began(Protocol protocol, InetSocketAddress peer) {}

  /**
   * A message came: the {@code length} bytes of {@code bytes} from {@code index} on, which are only
   * good until this method returns.
   */
  default void received(
      Protocol protocol, InetSocketAddress peer, ByteBuf bytes, int index, int length) {}

  /** A message was dropped, being longer than {@code maxMessageBytes}. */
  default void rejected(Protocol protocol, InetSocketAddress peer, int maxMessageBytes) {}

  /** The session is over. */
  default void ended(Protocol protocol, InetSocketAddress peer, SessionEnd why) {}

  /** A peer that connected did not get as far as a message: the two found no TLS. */
  default void handshakeFailed(InetSocketAddress peer, String reason) {}
}
