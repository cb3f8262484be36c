package acuse.server.udp;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Keeps a peer from getting more than three times the bytes that it has sent, since its session
 * began: with a forged sender, somebody else gets them. RFC 9000 has the same factor (section 8.1).
 *
 * <p>Two accounts hold at once, one of payloads, and one with the headers of IP and UDP; else many
 * short replies to a long message, or many empty ones, would be more. Used on one event loop.
 */
final class ByteAccount {
  private static final int FACTOR = 3;
  private static final int IPV4_AND_UDP_HEADER_BYTES = 20 + 8;
  private static final int IPV6_AND_UDP_HEADER_BYTES = 40 + 8;

  private final int headerBytes;
  private long payloadBytesLeft;
  private long bytesLeft;

  /** The peer has sent nothing. */
  ByteAccount(InetAddress peer) {
    this.headerBytes =
        peer instanceof Inet4Address ? IPV4_AND_UDP_HEADER_BYTES : IPV6_AND_UDP_HEADER_BYTES;
  }

  /** The peer sent a datagram. */
  void received(int payloadBytes) {
    payloadBytesLeft += (long) FACTOR * payloadBytes;
    bytesLeft += (long) FACTOR * (headerBytes + payloadBytes);
  }

  /** Whether the peer may get a datagram. */
  boolean has(int payloadBytes) {
    return payloadBytes <= payloadBytesLeft && headerBytes + payloadBytes <= bytesLeft;
  }

  /** The peer gets a datagram. */
  void spend(int payloadBytes) {
    payloadBytesLeft -= payloadBytes;
    bytesLeft -= headerBytes + payloadBytes;
  }
}
