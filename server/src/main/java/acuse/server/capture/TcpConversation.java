package acuse.server.capture;

import acuse.server.capture.Capture.Way;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

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
    long now = capture.now();
    put(now, connecting, TcpFields.SYN, 0, new byte[0], DRAWN, 0);
    advance(connecting, 1);
    put(now, accepting, TcpFields.SYN | TcpFields.ACK, next(connecting), new byte[0], DRAWN, 0);
    advance(accepting, 1);
    put(now, connecting, TcpFields.ACK, next(accepting), new byte[0], DRAWN, 0);
  }

  /**
   * Bytes were read, or taken by the kernel: the {@code length} bytes of {@code bytes} from {@code
   * index} on, which are copied. More than an IP packet holds becomes several.
   *
   * @param comment which messages they are; empty for none
   * @param pairId a message and its reply share it; 0 for none
   */
  public void data(Way way, ByteBuf bytes, int index, int length, String comment, long pairId) {
    long now = capture.now();
    for (int done = 0; done < length; done += maxPayload) {
      byte[] part = new byte[Math.min(maxPayload, length - done)];
      bytes.getBytes(index + done, part);
      boolean last = done + part.length == length;
      int flags = TcpFields.ACK | (last ? TcpFields.PSH : 0);
      put(now, way, flags, next(way.opposite()), part, comment, pairId);
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
    put(capture.now(), way, flag | TcpFields.ACK, next(way.opposite()), new byte[0], comment, 0);
  }

  private void put(
      long epochNanos,
      Way way,
      int flags,
      int acknowledged,
      byte[] payload,
      String comment,
      long pairId) {
    boolean in = way == Way.IN;
    capture.put(
        new CapturedPacket(
            epochNanos,
            in,
            in ? peer : local,
            in ? local : peer,
            new TcpFields(next(way), acknowledged, flags),
            payload,
            comment,
            pairId));
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
