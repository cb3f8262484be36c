package acuse.server.capture;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * Draws the headers that a payload had or could have had, with right checksums.
 *
 * <pre>
 * IPv4 (RFC 791)  or  IPv6 (RFC 8200)  │  TCP (RFC 9293)  or  UDP (RFC 768)  │  payload
 *        20                  40        │        20 or 28 ¹        8          │
 * ¹ the first two segments of a connection have options
 * </pre>
 *
 * <p>Between IPv4 and IPv6, as behind some proxies, both are drawn as IPv6, the one mapped (RFC
 * 4291, section 2.5.5.2).
 */
final class DrawnPacket {
  /** The longest packet that its length field can hold. */
  static final int MAX_BYTES = 65_535;

  static final int IPV4_HEADER_BYTES = 20;
  static final int IPV6_HEADER_BYTES = 40;
  static final int TCP_HEADER_BYTES = 20;
  private static final int UDP_HEADER_BYTES = 8;
  private static final int HOPS = 64;
  private static final int DO_NOT_FRAGMENT = 0x4000;
  private static final int WINDOW = 0xffff;

  /**
   * A window scale of 14 (RFC 7323), the largest, for no acknowledgements are drawn that would move
   * a window on.
   */
  private static final byte[] SYN_OPTIONS = {2, 4, (byte) 0xff, (byte) 0xd7, 3, 3, 14, 0};

  private DrawnPacket() {}

  /** The most bytes of a stream that one packet between the two carries. */
  static int maxTcpPayload(InetSocketAddress from, InetSocketAddress to) {
    return MAX_BYTES - ipHeaderBytes(isIpv4(from, to)) - TCP_HEADER_BYTES;
  }

  /** Draws {@code packet}, whose payload fits. */
  static byte[] draw(CapturedPacket packet) {
    boolean ipv4 = isIpv4(packet.from(), packet.to());
    byte[] from = address(packet.from().getAddress(), ipv4);
    byte[] to = address(packet.to().getAddress(), ipv4);
    int transportBytes = transportHeaderBytes(packet) + packet.payload().length;
    byte[] bytes = new byte[ipHeaderBytes(ipv4) + transportBytes];
    ByteBuffer drawn = ByteBuffer.wrap(bytes);
    int protocol = packet.link().ipProtocol();
    if (ipv4) {
      putIpv4(drawn, bytes, protocol, from, to);
    } else {
      putIpv6(drawn, protocol, from, to, transportBytes);
    }
    int start = drawn.position();
    long pseudoHeader = Checksum.sum(from) + Checksum.sum(to) + protocol + transportBytes;
    int checksumAt = start + (packet.tcp() == null ? putUdp(drawn, packet) : putTcp(drawn, packet));
    drawn.put(packet.payload());
    int checksum = Checksum.of(pseudoHeader + Checksum.sum(bytes, start, transportBytes));
    boolean isNoChecksum =
        packet.tcp() == null && checksum == 0; // in UDP, 0 says that there is none
    drawn.putShort(checksumAt, (short) (isNoChecksum ? 0xffff : checksum));
    return bytes;
  }

  private static void putIpv4(
      ByteBuffer drawn, byte[] bytes, int protocol, byte[] from, byte[] to) {
    drawn.put((byte) 0x45).put((byte) 0).putShort((short) drawn.capacity());
    drawn.putShort((short) 0).putShort((short) DO_NOT_FRAGMENT);
    drawn.put((byte) HOPS).put((byte) protocol).putShort((short) 0).put(from).put(to);
    int checksum = Checksum.of(Checksum.sum(bytes, 0, IPV4_HEADER_BYTES));
    drawn.putShort(10, (short) checksum);
  }

  private static void putIpv6(
      ByteBuffer drawn, int protocol, byte[] from, byte[] to, int payloadBytes) {
    drawn.putInt(0x6000_0000).putShort((short) payloadBytes);
    drawn.put((byte) protocol).put((byte) HOPS).put(from).put(to);
  }

  /** Returns where the checksum stands in the header. */
  private static int putUdp(ByteBuffer drawn, CapturedPacket packet) {
    putPorts(drawn, packet);
    drawn.putShort((short) (UDP_HEADER_BYTES + packet.payload().length)).putShort((short) 0);
    return 6;
  }

  /** Returns where the checksum stands in the header. */
  private static int putTcp(ByteBuffer drawn, CapturedPacket packet) {
    TcpFields tcp = packet.tcp();
    putPorts(drawn, packet);
    drawn.putInt(tcp.sequence()).putInt(tcp.acknowledged());
    drawn.put((byte) ((transportHeaderBytes(packet) / 4) << 4)).put((byte) tcp.flags());
    drawn.putShort((short) WINDOW).putShort((short) 0).putShort((short) 0);
    if (tcp.isSyn()) {
      drawn.put(SYN_OPTIONS);
    }
    return 16;
  }

  private static void putPorts(ByteBuffer drawn, CapturedPacket packet) {
    drawn.putShort((short) packet.from().getPort()).putShort((short) packet.to().getPort());
  }

  private static int transportHeaderBytes(CapturedPacket packet) {
    if (packet.tcp() == null) {
      return UDP_HEADER_BYTES;
    }
    return TCP_HEADER_BYTES + (packet.tcp().isSyn() ? SYN_OPTIONS.length : 0);
  }

  private static int ipHeaderBytes(boolean ipv4) {
    return ipv4 ? IPV4_HEADER_BYTES : IPV6_HEADER_BYTES;
  }

  private static boolean isIpv4(InetSocketAddress from, InetSocketAddress to) {
    return from.getAddress() instanceof Inet4Address && to.getAddress() instanceof Inet4Address;
  }

  private static byte[] address(InetAddress address, boolean ipv4) {
    byte[] bytes = address.getAddress();
    if (ipv4 || bytes.length == 16) {
      return bytes;
    }
    return ByteBuffer.allocate(16).position(10).putShort((short) 0xffff).put(bytes).array();
  }
}
