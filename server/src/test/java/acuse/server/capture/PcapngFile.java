package acuse.server.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what a capture wrote, by the draft's words and not by the writer's code. */
final class PcapngFile {
  private static final int PACKET = 6;

  /** A block with its options by their codes. */
  record Block(int type, ByteBuffer body, Map<Integer, byte[]> options) {
    String comment() {
      return new String(options.getOrDefault(1, new byte[0]), StandardCharsets.UTF_8);
    }

    long number(int option) {
      byte[] value = options.get(option);
      if (value == null) {
        return 0;
      }
      ByteBuffer number = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
      return value.length == 4 ? number.getInt() : number.getLong();
    }

    int link() {
      return body.getInt(0);
    }

    int capturedBytes() {
      return body.getInt(12);
    }

    int originalBytes() {
      return body.getInt(16);
    }

    /** The packet, in network order. */
    ByteBuffer packet() {
      return body.slice(20, capturedBytes()).order(ByteOrder.BIG_ENDIAN);
    }

    /** Of a TCP packet over IPv4. */
    String tcp() {
      ByteBuffer packet = packet();
      int dataStart = 20 + ((packet.get(32) >> 4) & 0xf) * 4;
      return "%d>%d seq=%d ack=%d flags=%02x bytes=%d"
          .formatted(
              packet.getShort(20) & 0xffff,
              packet.getShort(22) & 0xffff,
              packet.getInt(24),
              packet.getInt(28),
              packet.get(33),
              packet.remaining() - dataStart);
    }
  }

  private PcapngFile() {}

  static List<Block> packets(byte[] file) {
    return blocks(file).stream().filter(block -> block.type() == PACKET).toList();
  }

  /** All blocks; fails if the last one is not whole. */
  static List<Block> blocks(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    List<Block> blocks = new ArrayList<>();
    while (in.hasRemaining()) {
      int start = in.position();
      int type = in.getInt();
      int length = in.getInt();
      assertThat(length % 4).isZero();
      assertThat(in.getInt(start + length - 4)).isEqualTo(length);
      ByteBuffer body = in.slice(start + 8, length - 12).order(ByteOrder.LITTLE_ENDIAN);
      blocks.add(new Block(type, body, options(body, optionsStart(type, body))));
      in.position(start + length);
    }
    return blocks;
  }

  private static int optionsStart(int type, ByteBuffer body) {
    return switch (type) {
      case 0x0a0d0d0a -> 16;
      case 1 -> 8;
      case 5 -> 12;
      case PACKET -> 20 + ((body.getInt(12) + 3) & ~3);
      default -> throw new AssertionError("type=" + type);
    };
  }

  private static Map<Integer, byte[]> options(ByteBuffer body, int start) {
    Map<Integer, byte[]> options = new HashMap<>();
    int at = start;
    while (body.getShort(at) != 0) {
      byte[] value = new byte[body.getShort(at + 2) & 0xffff];
      body.get(at + 4, value);
      options.put((int) body.getShort(at), value);
      at += 4 + ((value.length + 3) & ~3);
    }
    assertThat(at + 4).as("nothing stands behind the options").isEqualTo(body.capacity());
    return options;
  }
}
