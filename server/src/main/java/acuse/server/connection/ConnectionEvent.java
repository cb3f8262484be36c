package acuse.server.connection;

import io.netty.channel.socket.ChannelInputShutdownEvent;

/**
 * The events that handlers of a connection send each other besides bytes. All of them travel the
 * pipeline, in order with the bytes, so that each handler between two others sees them.
 *
 * <p>The peer's FIN is Netty's own {@link ChannelInputShutdownEvent}.
 */
public enum ConnectionEvent {
  /** Written behind the last reply: this side sends no more. */
  FIN,
  /** From the socket: all that had arrived has been read. Told once a stop was asked for. */
  RAN_DRY,
  /** From TLS: the handshake has succeeded. */
  SECURED,
  /**
   * From TLS: the peer's FIN follows, and TLS did not vouch for it. There may have been more, so a
   * message without its ending is no whole one.
   */
  CUT,
  /** From the server, which stops: answer what has arrived, and end. */
  DRAIN,
  /** The connection is being reset, because its buffers are needed. */
  BUFFERS_NEEDED,
  /** The connection is being reset, on purpose. */
  RESET
}
