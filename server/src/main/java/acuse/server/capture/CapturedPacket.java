package acuse.server.capture;

import java.net.InetSocketAddress;

/**
 * What was seen, before it is drawn.
 *
 * @param epochNanos when, since 1970 in UTC
 * @param inbound whether it came to this program
 * @param tcp null for a datagram
 * @param payload nobody writes to it
 * @param comment for people who look at the packet, in English; empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record CapturedPacket(
    long epochNanos,
    boolean inbound,
    InetSocketAddress from,
    InetSocketAddress to,
    TcpFields tcp,
    byte[] payload,
    String comment) {
  /** About what it takes beside its payload: objects, and a comment. */
  private static final int OVERHEAD_BYTES = 256;

  Link link() {
    return tcp == null ? Link.UDP : Link.TCP;
  }

  /** About how much memory it takes. */
  int heldBytes() {
    return OVERHEAD_BYTES + payload.length;
  }
}
