package acuse.server.capture;

import acuse.server.capture.Capture.Way;
import java.net.InetSocketAddress;
import java.util.Arrays;

/**
 * One connection in a capture. It keeps the numbers of the bytes in both directions, so that
 * Wireshark can follow the stream.
 *
 * <pre>
 * SYN ─→      ←─ SYN, ACK      ACK ─→      all three are drawn
 * data in both directions, as it was read and as the kernel took it
 * FIN or RST, by whom they came
 * </pre>
 *
 * <p>No other acknowledgements are drawn: each segment acknowledges all that came before it. For
 * one event loop.
 */
public final class TcpConversation {
  /** The comment of everything that nobody saw. */
  public static final String DRAWN = "drawn";

  private final Capture capture;
  private final InetSocketAddress local;
  private final InetSocketAddress peer;
  private final int maxPayload;
  private int localNext;
  private int peerNext;

  /** First numbers that no other connection with the same ports has by chance. */
  TcpConversation(
      Capture capture, InetSocketAddress local, InetSocketAddress peer, int firstSequence) {
    this.capture = capture;
    this.local = local;
    this.peer = peer;
    this.maxPayload = DrawnPacket.maxTcpPayload(local, peer);
    this.localNext = firstSequence;
    this.peerNext = firstSequence;
  }

  /**
   * The connection is there.
   *
   * @param byPeer who connected
   */
  public void opened(boolean byPeer) {
    Way connecting = byPeer ? Way.IN : Way.OUT;
    Way accepting = byPeer ? Way.OUT : Way.IN;
    long now = capture.nowEpochNanos();
    put(now, connecting, TcpFields.SYN, 0, new byte[0], DRAWN);
    advance(connecting, 1);
    put(now, accepting, TcpFields.SYN | TcpFields.ACK, next(connecting), new byte[0], DRAWN);
    advance(accepting, 1);
    put(now, connecting, TcpFields.ACK, next(accepting), new byte[0], DRAWN);
  }

  /**
   * Bytes were read, or taken by the kernel. More than an IP packet holds becomes several.
   *
   * @param epochNanos when, by {@link Capture#nowEpochNanos}
   * @param bytes belong to the capture from now on
   * @param comment which messages they are; empty for none
   */
  public void data(Way way, long epochNanos, byte[] bytes, String comment) {
    int length = bytes.length;
    for (int done = 0; done < length; done += maxPayload) {
      int end = Math.min(length, done + maxPayload);
      byte[] part = length <= maxPayload ? bytes : Arrays.copyOfRange(bytes, done, end);
      int flags = TcpFields.ACK | (end == length ? TcpFields.PSH : 0);
      put(epochNanos, way, flags, next(way.opposite()), part, comment);
      advance(way, part.length);
    }
  }

  /** This side or the peer has finished. */
  public void fin(Way way, String comment) {
    end(way, TcpFields.FIN, comment);
    advance(way, 1);
  }

  /** This side or the peer has broken the connection. */
  public void rst(Way way, String comment) {
    end(way, TcpFields.RST, comment);
  }

  private void end(Way way, int flag, String comment) {
    put(
        capture.nowEpochNanos(),
        way,
        flag | TcpFields.ACK,
        next(way.opposite()),
        new byte[0],
        comment);
  }

  private void put(
      long epochNanos, Way way, int flags, int acknowledged, byte[] payload, String comment) {
    boolean in = way == Way.IN;
    capture.put(
        new CapturedPacket(
            epochNanos,
            in,
            in ? peer : local,
            in ? local : peer,
            new TcpFields(next(way), acknowledged, flags),
            payload,
            comment));
  }

  private int next(Way way) {
    return way == Way.IN ? peerNext : localNext;
  }

  private void advance(Way way, int bytes) {
    if (way == Way.IN) {
      peerNext += bytes;
    } else {
      localNext += bytes;
    }
  }
}
