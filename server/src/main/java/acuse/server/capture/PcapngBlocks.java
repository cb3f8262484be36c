package acuse.server.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Blocks of a pcapng file (draft-ietf-opsawg-pcapng), in little-endian order.
 *
 * <pre>
 * type │ length │ body, padded to 4 bytes │ options │ length
 *  4   │   4    │                         │         │   4
 * </pre>
 */
final class PcapngBlocks {
  private static final int SECTION_HEADER = 0x0a0d_0d0a;
  private static final int INTERFACE_DESCRIPTION = 1;
  private static final int INTERFACE_STATISTICS = 5;
  private static final int ENHANCED_PACKET = 6;

  /** Packets begin with an IP header. */
  private static final short LINKTYPE_RAW = 101;

  private static final int END_OF_OPTIONS = 0;
  private static final int COMMENT = 1;
  private static final int SHB_USER_APPLICATION = 4;
  private static final int IF_NAME = 2;
  private static final int IF_DESCRIPTION = 3;
  private static final int IF_TIMESTAMP_RESOLUTION = 9;
  private static final int EPB_FLAGS = 2;
  private static final int EPB_DROP_COUNT = 4;
  private static final int ISB_RECEIVED = 4;
  private static final int ISB_DROPPED = 5;

  /** Powers of ten: nanoseconds. */
  private static final byte NANOSECONDS = 9;

  private static final int INBOUND = 1;
  private static final int OUTBOUND = 2;

  private final ByteBuffer out;

  /**
   * Appends to {@code out}, which has room.
   *
   * @param out with an array
   */
  PcapngBlocks(ByteBuffer out) {
    this.out = out.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The most bytes that a packet's block takes. */
  static int maxPacketBlockBytes(int capturedBytes, String comment) {
    int fixed = 32 + 12 + 12 + 8 + 4 + 4; // with flags, drop count, packet id and the options' end
    return fixed + padded(capturedBytes) + 4 + padded(3 * comment.length());
  }

  void sectionHeader(String comment, String application) {
    int start = begin(SECTION_HEADER);
    out.putInt(0x1a2b_3c4d).putShort((short) 1).putShort((short) 0);
    out.putLong(-1); // the length of the section is not known yet
    option(COMMENT, comment);
    option(SHB_USER_APPLICATION, application);
    end(start);
  }

  /**
   * @param maxPacketBytes of which more is not captured; 0 for no limit
   */
  void interfaceDescription(Link link, int maxPacketBytes) {
    int start = begin(INTERFACE_DESCRIPTION);
    out.putShort(LINKTYPE_RAW).putShort((short) 0).putInt(maxPacketBytes);
    option(IF_NAME, link.text());
    option(IF_DESCRIPTION, link.description());
    option(IF_TIMESTAMP_RESOLUTION, new byte[] {NANOSECONDS});
    end(start);
  }

  /**
   * @param drawn with all headers
   * @param capturedBytes how many of those are kept
   * @param dropped how many packets of this interface are missing before it
   */
  void packet(CapturedPacket packet, byte[] drawn, int capturedBytes, long dropped) {
    int start = begin(ENHANCED_PACKET);
    out.putInt(packet.link().id());
    timestamp(packet.epochNanos());
    out.putInt(capturedBytes).putInt(drawn.length);
    out.put(drawn, 0, capturedBytes);
    pad(capturedBytes);
    if (!packet.comment().isEmpty()) {
      option(COMMENT, packet.comment());
    }
    header(EPB_FLAGS, Integer.BYTES);
    out.putInt(packet.inbound() ? INBOUND : OUTBOUND);
    if (dropped > 0) {
      option(EPB_DROP_COUNT, dropped);
    }
    end(start);
  }

  void interfaceStatistics(Link link, long epochNanos, long received, long dropped) {
    int start = begin(INTERFACE_STATISTICS);
    out.putInt(link.id());
    timestamp(epochNanos);
    option(ISB_RECEIVED, received);
    option(ISB_DROPPED, dropped);
    end(start);
  }

  private int begin(int type) {
    int start = out.position();
    out.putInt(type).putInt(0); // the length comes last
    return start;
  }

  private void end(int start) {
    header(END_OF_OPTIONS, 0);
    int length = out.position() - start + Integer.BYTES;
    out.putInt(length).putInt(start + Integer.BYTES, length);
  }

  private void timestamp(long epochNanos) {
    out.putInt((int) (epochNanos >>> 32)).putInt((int) epochNanos);
  }

  private void option(int code, String text) {
    option(code, text.getBytes(StandardCharsets.UTF_8));
  }

  private void option(int code, long number) {
    header(code, Long.BYTES);
    out.putLong(number);
  }

  private void option(int code, byte[] value) {
    header(code, value.length);
    out.put(value);
    pad(value.length);
  }

  private void header(int code, int length) {
    out.putShort((short) code).putShort((short) length);
  }

  private void pad(int length) {
    for (int at = length; at < padded(length); at++) {
      out.put((byte) 0);
    }
  }

  private static int padded(int length) {
    return (length + 3) & ~3;
  }
}
